/** Processor time of this thread in milliseconds: other load on the machine does not count. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Some machines count a thread's time by ticks of four milliseconds. */
const leastMs = 60
const turns = 3

/**
 * The ratio of the times of `long` and `short`, each the minimum of a few runs. If both do the same amount of work
 * the ratio is about 1, whatever the fixed part of their time.
 */
export function costRatio(long: () => void, short: () => void): number {
  long()
  const from = processorMs()
  let times = 0
  while (processorMs() - from < leastMs) {
    short()
    times++
  }
  const best = { long: Infinity, short: Infinity }
  for (let turn = 0; turn < turns; turn++) {
    best.short = Math.min(best.short, msOf(short, times))
    best.long = Math.min(best.long, msOf(long, times))
  }
  return best.long / best.short
}

function msOf(work: () => void, times: number): number {
  const from = processorMs()
  for (let run = 0; run < times; run++) work()
  return processorMs() - from
}
