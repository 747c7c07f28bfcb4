/**
 * For tests of what remains when a limit of time is reached: a busy machine may get to nothing before. They are tried
 * again with twice the time, until it suffices.
 */
export async function withTimeEnough(
  firstMs: number,
  check: (limitMs: number) => Promise<void>,
): Promise<void> {
  for (let limitMs = firstMs; ; limitMs *= 2) {
    try {
      return await check(limitMs)
    } catch (error) {
      if (limitMs > 10_000) throw error
    }
  }
}
