// The kernel hands out its memory front to back and forgets all of it before the next picture.

let next: usize = 0
let kept: usize = 0

/** Forgets everything that was taken since the last `keep`. */
export function forget(): void {
  if (kept === 0) kept = (__heap_base + 15) & ~15
  next = kept
}

/** Makes what was taken so far outlive `forget`. */
export function keep(): void {
  kept = next
}

/** Takes so many bytes, aligned to 16, and 64 bytes behind them that vectors may read past an end. */
export function take(bytes: usize): usize {
  if (next === 0) forget()
  const start = next
  next = (start + bytes + 64 + 15) & ~15
  const pages = <i32>((next + 0xffff) >>> 16)
  const missing = pages - memory.size()
  // Engines collect garbage when memory grows: it grows seldom, by an eighth. What nobody wrote to takes no room.
  const step = max(missing, memory.size() >> 3)
  if (missing > 0 && memory.grow(step) < 0 && memory.grow(missing) < 0) unreachable()
  return start
}
