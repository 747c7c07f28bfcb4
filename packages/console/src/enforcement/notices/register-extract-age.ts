/** Age at which the server treats an extract as out of date. */
const staleDays = 90
const day = 86_400_000

/** Age of an extract in days. */
export function registerExtractAge(on: string, now: number): { days: number; isStale: boolean } {
  const days = Math.max(0, Math.floor((now - Date.parse(`${on}T00:00:00Z`)) / day))
  return { days, isStale: days > staleDays }
}
