/** From this age on an extract of a register counts as stale, as the server reckons it. */
const staleDays = 90
const day = 86_400_000

/** How many days ago an extract is of. */
export function registerExtractAge(on: string, now: number): { days: number; isStale: boolean } {
  const days = Math.max(0, Math.floor((now - Date.parse(`${on}T00:00:00Z`)) / day))
  return { days, isStale: days > staleDays }
}
