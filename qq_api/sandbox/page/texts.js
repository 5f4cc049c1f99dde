/** The page's words, in English and Chinese. */

const ENGLISH = {
  title: "QQ sandbox",
  panes: "Panes",
  qq: "QQ",
  game: "Minecraft",
  retry: "Try now",
  lost: "The connection to the sandbox is lost. Trying again …",
  forbidden: "The sandbox was started anew. Open the address that it printed last.",
  not_sent: "Not sent: the sandbox cannot be reached right now.",
  qq_pane: "A make-believe QQ group",
  group: "Group",
  members: "{0} members",
  bot_connected: "Bot connected",
  bot_waiting: "Waiting for the bot",
  qq_log: "Conversation of the group",
  qq_empty: "A make-believe QQ group. Choose who speaks and say something; the bot hears it as if it came from QQ.",
  qq_input: "Message to the group",
  qq_placeholder: "Say something as {0} …",
  speaker: "Speak as",
  keys: "Enter sends · Shift+Enter: new line",
  send: "Send",
  news: "{0} new ↓",
  owner: "Owner",
  admin: "Admin",
  bot: "Bot",
  everyone: "everyone",
  reply_lost: "Reply to a message that is no longer here",
  game_pane: "The game",
  views: "What is shown",
  view_chat: "Chat",
  view_console: "Console",
  game_none: "No server attached",
  game_starting: "Server starting …",
  game_ready: "Server ready",
  nobody: "Nobody online",
  online: "{0} online: {1}",
  game_log: "The game's chat",
  game_empty_none: "The game's chat. It comes alive when a Minecraft server is attached to the sandbox.",
  game_empty_starting: "The server is starting …",
  game_empty_ready: "Let a player join below, then talk: what players say, the bot can carry to QQ.",
  console_log: "The server's console",
  console_empty: "The server's console. Its lines appear here; what you type below is a command.",
  player: "Player who speaks",
  chat_as: "Chat as {0} …",
  chat_nobody: "First let a player join",
  console_input: "Console command",
  join_as: "Join as",
  join: "Join",
  join_hint: "Join as {0}",
  leave: "Leave",
  die: "Die",
  only_for: "only {0}",
  copied: "Copied",
  not_copied: "The browser does not permit copying.",
};

const CHINESE = {
  title: "QQ 沙盒",
  panes: "面板",
  qq: "QQ",
  game: "Minecraft",
  retry: "立即重试",
  lost: "与沙盒的连接已断开，正在重新连接……",
  forbidden: "沙盒已重新启动，请打开它最后打印的地址。",
  not_sent: "未发送：暂时连不上沙盒。",
  qq_pane: "模拟的 QQ 群",
  group: "群",
  members: "{0} 名成员",
  bot_connected: "机器人已连接",
  bot_waiting: "等待机器人连接",
  qq_log: "群聊记录",
  qq_empty: "这是一个模拟的 QQ 群。选择由谁发言，说点什么；机器人收到的与真实 QQ 消息相同。",
  qq_input: "群消息",
  qq_placeholder: "以 {0} 的身份发言……",
  speaker: "发言人",
  keys: "Enter 发送 · Shift+Enter 换行",
  send: "发送",
  news: "{0} 条新消息 ↓",
  owner: "群主",
  admin: "管理员",
  bot: "机器人",
  everyone: "全体成员",
  reply_lost: "回复的消息已不在这里",
  game_pane: "游戏",
  views: "显示内容",
  view_chat: "聊天",
  view_console: "控制台",
  game_none: "未接入服务器",
  game_starting: "服务器启动中……",
  game_ready: "服务器已就绪",
  nobody: "没有玩家在线",
  online: "{0} 人在线：{1}",
  game_log: "游戏聊天",
  game_empty_none: "这里是游戏聊天。有 Minecraft 服务器接入沙盒后即可使用。",
  game_empty_starting: "服务器正在启动……",
  game_empty_ready: "先在下方让一名玩家加入，再开始聊天；机器人可以把玩家的话转发到 QQ。",
  console_log: "服务器控制台",
  console_empty: "这里是服务器控制台，显示它的日志；在下方输入的内容将作为命令执行。",
  player: "发言的玩家",
  chat_as: "以 {0} 的身份聊天……",
  chat_nobody: "请先让一名玩家加入",
  console_input: "控制台命令",
  join_as: "加入的玩家名",
  join: "加入",
  join_hint: "玩家名：{0}",
  leave: "离开",
  die: "死亡",
  only_for: "仅 {0}",
  copied: "已复制",
  not_copied: "浏览器不允许复制。",
};

const SEGMENTS = {
  image: ["Image", "图片"],
  face: ["Emoticon", "表情"],
  mface: ["Emoticon", "表情"],
  record: ["Voice", "语音"],
  video: ["Video", "视频"],
  file: ["File", "文件"],
  json: ["Card", "卡片"],
  xml: ["Card", "卡片"],
  share: ["Link", "链接"],
  music: ["Music", "音乐"],
  forward: ["Forwarded messages", "转发消息"],
  node: ["Forwarded messages", "转发消息"],
  location: ["Place", "位置"],
  contact: ["Contact", "名片"],
  poke: ["Poke", "戳一戳"],
  dice: ["Dice", "骰子"],
  rps: ["Rock paper scissors", "猜拳"],
};

const MINECRAFT = {
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

const chinese = navigator.language.toLowerCase().startsWith("zh");

/** The page's language, as `lang` holds it. */
export const language = chinese ? "zh-CN" : "en";

/**
 * Words of the page, with `{0}` … filled in.
 * @param {string} key
 * @param {...(string|number)} values
 */
export function text(key, ...values) {
  const template = (chinese ? CHINESE : ENGLISH)[key];
  return template.replace(/\{(\d)\}/g, (_, place) => String(values[place]));
}

/** What a kind of segment is called; an unknown one by its own name. */
export function segmentName(type) {
  return Object.hasOwn(SEGMENTS, type) ? SEGMENTS[type][chinese ? 1 : 0] : type;
}

/** Minecraft's own sentence for a translation key, or null. */
export function sentence(key) {
  return Object.hasOwn(MINECRAFT, key) ? MINECRAFT[key][chinese ? 1 : 0] : null;
}

/** The time of day of a message, with its date unless that is today. */
export function clock(seconds) {
  const then = new Date(seconds * 1000);
  const today = then.toDateString() === new Date().toDateString();
  const date = today ? {} : { month: "numeric", day: "numeric" };
  return then.toLocaleString(language, { ...date, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Puts the words into index.html, which names them by `data-text` and `data-label`. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = text(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.ariaLabel = text(node.dataset.label);
}
