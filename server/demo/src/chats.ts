/** The shop, its goods, its buyers and what they say: the script that the demo plays. */
import type { Scene } from '../../../wasm/binding/types';

export interface Product {
  id: string;
  name: string;
  category: string;
  /** In yuan. */
  price: number;
  was?: number;
  stock: number;
  sold: string;
  picture: 'blanket' | 'lamp' | 'teapot' | 'mug';
  points: string[];
  attrs: Record<string, string>;
  related: { id: string; relation: 'consumable' | 'complement' | 'substitute' }[];
}

export interface Order {
  number: string;
  status: string;
  paid: number;
  /** What happened to it, latest first. */
  track: { daysAgo: number; at: string; what: string }[];
}

export type Role = 'buyer' | 'agent' | 'robot' | 'system';

export interface Line {
  role: Role;
  text: string;
  /** Seconds before the page was opened. */
  ago: number;
}

/** One buyer's chat as the script has it. */
export interface ChatScript {
  id: string;
  buyer: string;
  /** Hue of the avatar, 0–360. */
  hue: number;
  tags: string[];
  /** The kind of box the agent types into; real platforms have both. */
  composer: 'textarea' | 'contenteditable';
  product: Product;
  order: Order | null;
  facts: [label: string, value: string][];
  history: Line[];
  /** What the buyer writes without being asked, so many seconds after the page was opened. */
  unasked: { after: number; text: string }[];
  /** What the buyer says after each of the agent's messages, one after the other. */
  answers: string[];
}

export const SHOP = { name: '木槿家居旗舰店', agent: '小满', number: '07' };

const blanket: Product = {
  id: '880217',
  name: '木槿 羊羔绒盖毯 双层加厚 办公室午睡毯 150×200cm',
  category: '毯子',
  price: 129,
  was: 169,
  stock: 86,
  sold: '已售 1.2 万',
  picture: 'blanket',
  points: ['双层羊羔绒', '可机洗', '7 天无理由'],
  attrs: { 材质: '双层羊羔绒', 尺寸: '150×200cm', 清洗: '可机洗' },
  related: [{ id: '880103', relation: 'complement' }],
};

const lamp: Product = {
  id: '880342',
  name: '木槿 夜读护眼台灯 无极调光 充电两用',
  category: '台灯',
  price: 89,
  stock: 214,
  sold: '已售 6300+',
  picture: 'lamp',
  points: ['无极调光', '续航 20 小时', '质保一年'],
  attrs: { 调光: '无极调光', 续航: '20小时', 充电: '充电插电两用' },
  related: [],
};

const teapot: Product = {
  id: '880519',
  name: '木槿 青瓷茶具礼盒 一壶四杯',
  category: '茶具',
  price: 268,
  was: 299,
  stock: 32,
  sold: '已售 890',
  picture: 'teapot',
  points: ['礼盒包装', '附手写贺卡', '破损包赔'],
  attrs: { 材质: '青瓷', 组成: '一壶四杯', 包装: '礼盒装，附手写贺卡', 杯子容量: '90ml' },
  related: [{ id: '880103', relation: 'complement' }],
};

const mug: Product = {
  id: '880103',
  name: '木槿 手绘马克杯 380ml 带盖勺',
  category: '杯子',
  price: 39,
  stock: 503,
  sold: '已售 2.4 万',
  picture: 'mug',
  points: ['可微波', '带盖勺', '两件包邮'],
  attrs: { 容量: '380ml', 配件: '带盖勺', 微波: '可微波' },
  related: [{ id: '880519', relation: 'complement' }],
};

/** What the workbench states of the shop, for whoever helps the agent. */
export const SCENE: Scene = {
  shop: {
    name: SHOP.name,
    agent_no: SHOP.number,
    category: '家居',
    ship_within_hours: 24,
    courier: '中通快递',
    return_days: 7,
    warranty: '一年质保',
    运费险: '已赠送',
    顺丰: '补8元可发顺丰',
  },
  free_shipping_at: 0,
  coupons: [{ name: '店铺满减券', threshold: 199, off: 20 }],
  products: [blanket, lamp, teapot, mug].map(
    ({ id, name, category, price, stock, attrs, related }) => ({
      id,
      name,
      category,
      price,
      stock,
      attrs,
      related,
    }),
  ),
};

export const CHATS: ChatScript[] = [
  {
    id: 'c-lu',
    buyer: '鹿鸣山野',
    hue: 24,
    tags: ['老客', '近 30 天 2 单'],
    composer: 'textarea',
    product: blanket,
    order: null,
    facts: [
      ['发货', '当天 16:00 前付款当天发'],
      ['快递', '中通 / 顺丰补 8 元'],
      ['优惠', '满 199 减 20'],
      ['运费险', '已赠送'],
    ],
    history: [
      { role: 'system', text: '买家从商品详情页进入会话', ago: 214 },
      { role: 'buyer', text: '在吗，这个毯子掉毛吗', ago: 210 },
      {
        role: 'agent',
        text: '在的亲，欢迎光临木槿家居～这款是双层羊羔绒，出厂前做过两次除浮毛处理，首次清洗后几乎看不到浮毛，您放心～',
        ago: 198,
      },
      { role: 'buyer', text: '那还行', ago: 170 },
      { role: 'buyer', text: '我要两条的话能便宜点吗', ago: 26 },
    ],
    unasked: [{ after: 20, text: '别家才一百出头，你们一百二十九有点贵啊' }],
    answers: ['那有没有别的优惠', '好吧，那满减怎么用', '行，我凑一下，谢谢'],
  },
  {
    id: 'c-nan',
    buyer: '南风知我意',
    hue: 200,
    tags: ['新客'],
    composer: 'contenteditable',
    product: lamp,
    order: {
      number: '80-2003-7718-42',
      status: '运输中',
      paid: 89,
      track: [
        { daysAgo: 1, at: '22:40', what: '快件已到达 杭州转运中心' },
        { daysAgo: 1, at: '15:02', what: '商家已发货，中通快递' },
        { daysAgo: 2, at: '20:14', what: '买家已付款' },
      ],
    },
    facts: [
      ['发货', '现货 24 小时内'],
      ['快递', '中通快递'],
      ['质保', '整灯质保一年'],
      ['退换', '7 天无理由'],
    ],
    history: [
      { role: 'buyer', text: '我的台灯怎么还没到', ago: 96 },
      { role: 'robot', text: '您好，您的订单正在运输途中，点此查看物流～', ago: 95 },
      { role: 'buyer', text: '我要人工', ago: 80 },
      { role: 'system', text: '客服 小满 已接入会话', ago: 78 },
      { role: 'buyer', text: '都两天没动了，今天能到吗', ago: 41 },
    ],
    unasked: [{ after: 45, text: '人呢' }],
    answers: ['我明天就要用', '那你帮我催一下', '好的，麻烦你了'],
  },
  {
    id: 'c-may',
    buyer: '阿May要早睡',
    hue: 322,
    tags: ['新客', '送礼'],
    composer: 'textarea',
    product: teapot,
    order: null,
    facts: [
      ['发货', '现货 24 小时内'],
      ['包装', '礼盒 + 手写贺卡'],
      ['破损', '签收 48 小时内包赔'],
      ['优惠', '满 199 减 20'],
    ],
    history: [
      { role: 'buyer', text: '你好，想给我爸买个生日礼物', ago: 12 },
      { role: 'buyer', text: '他平时爱喝茶，不知道这套合不合适', ago: 9 },
    ],
    unasked: [{ after: 32, text: '预算三百以内吧' }],
    answers: ['杯子大概多大', '能写贺卡吗', '好，那我下单了'],
  },
  {
    id: 'c-qiao',
    buyer: '乔木不是木',
    hue: 268,
    tags: ['新客'],
    composer: 'textarea',
    product: blanket,
    order: null,
    facts: [
      ['材质', '双层羊羔绒，附检测报告'],
      ['退换', '7 天无理由'],
      ['运费险', '已赠送'],
      ['优惠', '满 199 减 20'],
    ],
    history: [
      { role: 'buyer', text: '这个真的是羊羔绒吗，别是假货吧', ago: 18 },
      { role: 'buyer', text: '看评论有人说掉毛，质量到底行不行', ago: 7 },
    ],
    unasked: [{ after: 50, text: '要是买回来是假的怎么办' }],
    answers: ['有检测报告吗', '那不满意能退吗', '行，我先买一条试试'],
  },
  {
    id: 'c-chen',
    buyer: '老陈的院子',
    hue: 140,
    tags: ['售后', '老客'],
    composer: 'contenteditable',
    product: mug,
    order: {
      number: '80-1509-3306-18',
      status: '已签收',
      paid: 78,
      track: [
        { daysAgo: 4, at: '11:26', what: '已签收，签收人：本人' },
        { daysAgo: 6, at: '10:05', what: '商家已发货，中通快递' },
        { daysAgo: 7, at: '09:52', what: '买家已付款' },
      ],
    },
    facts: [
      ['售后', '破损补发或退款'],
      ['时效', '签收 7 天内'],
      ['运费险', '已赠送'],
      ['工单', '无'],
    ],
    history: [
      { role: 'buyer', text: '收到两个杯子，有一个盖子磕破了', ago: 3900 },
      {
        role: 'agent',
        text: '非常抱歉给您添麻烦了，麻烦您拍一张照片发我，我马上为您登记补发～',
        ago: 3880,
      },
      { role: 'buyer', text: '拍好了，你看下', ago: 3700 },
      {
        role: 'agent',
        text: '收到照片了，已为您登记补发一个新盖子，预计两天内寄出，请您留意物流～',
        ago: 3660,
      },
      { role: 'buyer', text: '好的谢谢', ago: 3640 },
      { role: 'agent', text: '不客气的亲，有任何问题随时找我，祝您生活愉快～', ago: 3625 },
    ],
    unasked: [{ after: 75, text: '补发的单号出来了吗' }],
    answers: ['行，那我等等', '谢谢'],
  },
];
