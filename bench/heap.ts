import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Node hands the collector out only under a flag; set late, a new context has it as well.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Memory that is in use once garbage is collected, typed arrays included, in MiB. */
export function heapInUse(): number {
  // A second collection frees what the first released.
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1024 / 1024
}
