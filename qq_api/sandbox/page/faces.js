/** QQ's faces by number: a sign that every system has, and what the face is called. */

import { mine } from "./texts.js";

const FACES = new Map([
  [14, "🙂", "smile", "微笑"], [13, "😁", "grin", "呲牙"], [182, "😂", "tears of joy", "笑哭"], [178, "😏", "smirk", "斜眼笑"],
  [179, "🐶", "doge", "doge"], [20, "🤭", "snigger", "偷笑"], [12, "😜", "naughty", "调皮"], [21, "😊", "cute", "可爱"],
  [28, "😄", "simple laugh", "憨笑"], [6, "😳", "shy", "害羞"], [2, "😍", "drool", "色"], [16, "😎", "cool", "酷"],
  [4, "😌", "proud", "得意"], [0, "😮", "astonished", "惊讶"], [3, "😶", "in a daze", "发呆"], [1, "😒", "pout", "撇嘴"],
  [22, "🙄", "eye roll", "白眼"], [32, "❓", "question", "疑问"], [10, "😅", "awkward", "尴尬"], [27, "😓", "sweat", "流汗"],
  [97, "😥", "wipe sweat", "擦汗"], [174, "🤷", "helpless", "无奈"], [5, "😢", "tears", "流泪"], [9, "😭", "cry", "大哭"],
  [173, "😩", "run crying", "泪奔"], [15, "😞", "sad", "难过"], [106, "🥺", "wronged", "委屈"], [11, "😡", "angry", "发怒"],
  [18, "🤯", "going mad", "抓狂"], [19, "🤮", "throw up", "吐"], [26, "😱", "terror", "惊恐"], [8, "😴", "asleep", "睡"],
  [25, "🥱", "sleepy", "困"], [7, "🤐", "shut up", "闭嘴"], [33, "🤫", "hush", "嘘"], [34, "😵", "dizzy", "晕"],
  [37, "💀", "skull", "骷髅"], [38, "🔨", "hammer", "敲打"], [39, "👋", "bye", "再见"], [98, "👃", "pick nose", "抠鼻"],
  [99, "👏", "applause", "鼓掌"], [101, "😼", "bad laugh", "坏笑"], [105, "😤", "despise", "鄙视"], [109, "😘", "kiss", "亲亲"],
  [46, "🐷", "pig", "猪头"], [49, "🤗", "hug", "拥抱"], [53, "🎂", "cake", "蛋糕"], [54, "⚡", "lightning", "闪电"],
  [55, "💣", "bomb", "炸弹"], [56, "🔪", "knife", "刀"], [59, "💩", "poo", "便便"], [60, "☕", "coffee", "咖啡"],
  [61, "🍚", "rice", "饭"], [63, "🌹", "rose", "玫瑰"], [64, "🥀", "wilted", "凋谢"], [66, "❤️", "heart", "爱心"],
  [67, "💔", "broken heart", "心碎"], [69, "🎁", "gift", "礼物"], [74, "☀️", "sun", "太阳"], [75, "🌙", "moon", "月亮"],
  [76, "👍", "thumbs up", "赞"], [77, "👎", "thumbs down", "踩"], [78, "🤝", "handshake", "握手"], [79, "✌️", "victory", "胜利"],
  [89, "🍉", "watermelon", "西瓜"], [113, "🍺", "beer", "啤酒"], [114, "🏀", "basketball", "篮球"], [118, "🙏", "salute", "抱拳"],
  [120, "✊", "fist", "拳头"], [122, "🤟", "love you", "爱你"], [123, "☝️", "no", "NO"], [124, "👌", "OK", "OK"],
  [137, "🧨", "firecracker", "鞭炮"], [144, "🎉", "cheer", "喝彩"], [171, "🍵", "tea", "茶"], [172, "😉", "wink", "眨眼睛"],
  [175, "😋", "acting cute", "卖萌"], [180, "🤩", "surprise", "惊喜"], [212, "🤔", "thinking", "托腮"],
].map(([id, ...rest]) => [String(id), rest]));

const SMALLEST_SIGN = 5000; // reactions with greater numbers are Unicode's own signs

/** The numbers that a picker offers. */
export const FACE_IDS = [...FACES.keys()];

/** What a face looks like: "😏" for "178", "👍" for "128077"; of an unknown one the number. */
export function faceSign(id) {
  const number = Number(id);
  if (FACES.has(String(id))) return FACES.get(String(id))[0];
  return number >= SMALLEST_SIGN && number <= 0x10ffff ? String.fromCodePoint(number) : `#${String(id).slice(0, 12)}`;
}

/** What a face is called; "" for one that has no name here. */
export function faceName(id) {
  const [, ...names] = FACES.get(String(id)) ?? ["", "", ""];
  return mine(names);
}
