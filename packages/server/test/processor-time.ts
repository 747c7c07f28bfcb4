/** Of this thread's processor, in milliseconds: what else the machine does doesn't count. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
