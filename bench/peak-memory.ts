/** Preloaded into measured processes: reports their peak memory and processor time at exit. */
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  process.stderr.write(`\npeak-memory-kib=${maxRSS} processor-us=${userCPUTime + systemCPUTime}\n`)
})
