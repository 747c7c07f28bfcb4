/** The items of received notices from which the matters of a proceeding came, as their names tell. */
export function noticesOf(matters: readonly string[]): { id: string; item: number }[] {
  const found = new Map<string, { id: string; item: number }>()
  for (const matter of matters) {
    const [own, id, item] = /^n-([0-9a-f-]{36})-(\d{1,4})(?=\/|$)/.exec(matter) ?? []
    if (own !== undefined && id !== undefined) found.set(own, { id, item: Number(item) })
  }
  return [...found.values()]
}
