/** The names of conversations: `g20001` is a group's, `p10001-10002` that of two people. */

/** Where a message belongs. */
export function keyOf({ group_id: group, user_id: user, peer_id: peer }) {
  return group ? `g${group}` : pairKey(user, peer ?? 0);
}

/** The conversation of two. */
export function pairKey(one, other) {
  return `p${Math.min(one, other)}-${Math.max(one, other)}`;
}

/** The other one of a conversation of two. */
export function otherOf(chat, user) {
  return chat.pair[0] === user ? chat.pair[1] : chat.pair[0];
}

/** Where an event shows, or "" for nowhere. */
export function placeOf({ group_id: group, user_id: user, target_id: target }) {
  if (group) return `g${group}`;
  return user && target ? pairKey(user, target) : "";
}

/** The conversations that there are before a word was said: all groups, and all friends. */
export function conversationsOf({ groups, people }) {
  const pairs = [...people.values()].flatMap((one) => one.friends.map((friend) => pairKey(one.user_id, friend.user_id)));
  return [...[...groups.keys()].map((id) => `g${id}`), ...new Set(pairs)];
}
