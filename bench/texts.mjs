/** What is measured on: an ordinary good reply, as long as asked for, whose last four characters change from call to call. */

const chinese =
  '您好，欢迎光临小店，这款电热水壶的内胆是整块冲压的，没有焊缝，烧水大约五分钟，壶身有两层，摸上去只是温的。颜色有米白和豆绿，都有现货，下午四点前付款的话今天就能安排发出，默认走中通，江浙沪一般两天左右到。' +
  '收到以后麻烦您先装清水烧开一次再倒掉，七天内有任何问题都可以联系我，来回运费由我们承担哦～另外店里现在满一百九十九减二十，您要是还需要保温杯，可以一起带上，正好凑到满减。';
const english =
  'Hello and welcome to our little shop. The inner body of this kettle is pressed from one piece, so it has no seams, and it boils in about five minutes. The wall is double and only feels warm to the touch. It comes in white and green, both in stock, and if you order before four in the afternoon it can leave the warehouse today. ';

/** @returns {(call: number) => string} the text of the given call */
export function sample(/** @type {'zh' | 'en'} */ language, /** @type {number} */ length) {
  const base = language === 'zh' ? chinese : english;
  const body = base.repeat(Math.ceil(length / base.length)).slice(0, length - 4);
  const tails = language === 'zh' ? '天地人和山水花鸟春夏秋冬' : 'abcdefghijklmnop';
  return (call) => {
    let tail = '';
    for (let i = 0, n = call; i < 4; i++, n = Math.floor(n / tails.length)) {
      tail += tails[n % tails.length];
    }
    return body + tail;
  };
}

/** Words as a filter list has them: two to five characters, all different, hardly ever in the text. */
export function words(/** @type {number} */ count) {
  const found = new Set();
  let seed = 20_261_122;
  const random = (/** @type {number} */ below) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  while (found.size < count) {
    let word = '';
    for (let i = 2 + random(4); i > 0; i--) word += String.fromCharCode(0x4e00 + random(3_000));
    found.add(word);
  }
  return [...found];
}
