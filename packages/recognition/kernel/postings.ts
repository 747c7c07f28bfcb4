// Entries of an inverted index are 12 bytes: a signature of 8, and whose it is.

/**
 * Looks through entries for signatures that differ in at most `limit` bits. Writes whose those are and
 * their distance (four bytes each) and returns how many there are.
 */
export function scan(entries: usize, count: i32, signature: u64, limit: i32, result: usize): i32 {
  let to = result
  const end = entries + <usize>count * 12
  for (let at = entries; at < end; at += 12) {
    const distance = <i32>popcnt<u64>(load<u64>(at) ^ signature)
    if (distance > limit) continue
    store<u32>(to, load<u32>(at, 8))
    store<i32>(to, distance, 4)
    to += 8
  }
  return <i32>((to - result) >>> 3)
}
