/** Preloaded into measured processes: tells their peak memory when they end. */
process.on('exit', () => {
  process.stderr.write(`\npeak-memory-kib=${process.resourceUsage().maxRSS}\n`)
})
