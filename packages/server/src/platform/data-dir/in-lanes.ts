/** Files in hand at the same time: each waits for the disk, which writes many in one go. */
const lanes = 8

/** Does this for each, several at a time; stops at the first failure. */
export async function inLanes<T>(
  all: readonly T[],
  work: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = all.values()
  let failed = false
  const lane = async (): Promise<void> => {
    for (const one of waiting) {
      if (failed) return
      await work(one).catch((error: unknown) => {
        failed = true
        throw error
      })
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane))
  const failure = ended.find((end) => end.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}
