/** Preloaded into measured processes: reports their peak memory at exit. */
process.on('exit', () => {
  process.stderr.write(`\npeak-memory-kib=${process.resourceUsage().maxRSS}\n`)
})
