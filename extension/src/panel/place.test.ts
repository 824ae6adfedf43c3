import { describe, expect, it } from 'vitest';
import { findPlace, type Rect, type Surroundings } from './place';

const size = { width: 280, height: 500, least: 200, ample: 400 };
const rect = (left: number, top: number, right: number, bottom: number): Rect => ({
  left,
  top,
  right,
  bottom,
});

describe('findPlace', () => {
  const window = { width: 1280, height: 720, level: 100 };
  const input = rect(316, 590, 992, 680);
  const list = rect(316, 100, 992, 560);

  it('stands at the right, beside chat and input and below the goods', () => {
    const goods = { rect: rect(1004, 60, 1268, 230), weight: 1 };
    const chats = { rect: rect(60, 100, 316, 700), weight: 2 };
    const dear = [{ rect: list, weight: 3 }, chats, goods];
    const around: Surroundings = { ...window, clear: [input], dear };
    expect(findPlace(size, around, null)).toEqual({ x: 996, y: 234, room: 482 });
  });

  it('stands at the left when the chat is at the right', () => {
    const chat = rect(600, 0, 1280, 720);
    const around: Surroundings = { ...window, clear: [input], dear: [{ rect: chat, weight: 3 }] };
    expect(findPlace(size, around, null)?.x).toBe(4);
  });

  it('stays above an input that is as wide as the window', () => {
    const around: Surroundings = { ...window, clear: [rect(0, 590, 1280, 720)], dear: [] };
    expect(findPlace(size, around, null)).toEqual({ x: 996, y: 100, room: 486 });
  });

  it('keeps to the wish, and as near as can be when that would cover the input', () => {
    const around: Surroundings = { ...window, clear: [input], dear: [] };
    expect(findPlace(size, around, { x: 20, y: 90 })).toEqual({ x: 20, y: 90, room: 626 });
    expect(findPlace(size, around, { x: 400, y: 400 })).toEqual({ x: 400, y: 186, room: 400 });
    expect(findPlace(size, around, { x: 5000, y: 5000 })).toEqual({ x: 996, y: 316, room: 400 });
  });

  it('gives up when there is no room', () => {
    expect(findPlace(size, { ...window, width: 250, clear: [], dear: [] }, null)).toBeNull();
    const filled = { ...window, clear: [rect(0, 150, 1280, 720)], dear: [] };
    expect(findPlace(size, filled, null)).toBeNull();
  });
});
