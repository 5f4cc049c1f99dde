/** Names that QQ and Minecraft give, each in English and in Chinese. */

/** What kinds of segments are called. */
export const SEGMENTS = {
  image: ["Image", "图片"],
  face: ["Emoticon", "表情"],
  mface: ["Emoticon", "表情"],
  record: ["Voice", "语音"],
  video: ["Video", "视频"],
  file: ["File", "文件"],
  flash_file: ["Flash files", "闪传"],
  json: ["Card", "卡片"],
  xml: ["Card", "卡片"],
  share: ["Link", "链接"],
  music: ["Music", "音乐"],
  forward: ["Forwarded messages", "聊天记录"],
  node: ["Forwarded messages", "聊天记录"],
  location: ["Place", "位置"],
  contact: ["Contact", "名片"],
  poke: ["Poke", "戳一戳"],
  dice: ["Dice", "骰子"],
  rps: ["Rock paper scissors", "猜拳"],
};

/** Minecraft's sentences, by their translation keys. */
export const SENTENCES = {
  "chat.type.text": ["<%s> %s", "<%s> %s"],
  "chat.type.announcement": ["[%s] %s", "[%s] %s"],
  "chat.type.emote": ["* %s %s", "* %s %s"],
  "chat.type.admin": ["[%s: %s]", "[%s：%s]"],
  "chat.square_brackets": ["[%s]", "[%s]"],
  "chat.type.advancement.task": ["%s has made the advancement %s", "%s取得了进度%s"],
  "chat.type.advancement.challenge": ["%s has completed the challenge %s", "%s完成了挑战%s"],
  "chat.type.advancement.goal": ["%s has reached the goal %s", "%s达成了目标%s"],
  "commands.message.display.incoming": ["%s whispers to you: %s", "%s悄悄地对你说：%s"],
  "multiplayer.player.joined": ["%s joined the game", "%s加入了游戏"],
  "multiplayer.player.joined.renamed": ["%s (formerly known as %s) joined the game", "%s（曾用名：%s）加入了游戏"],
  "multiplayer.player.left": ["%s left the game", "%s退出了游戏"],
  "death.attack.generic": ["%s died", "%s死了"],
};
