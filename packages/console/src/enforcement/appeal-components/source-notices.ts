/** The items of received notices from which the workflow instances of a proceeding came, as their names tell. */
export function noticesOf(instances: readonly string[]): { id: string; item: number }[] {
  const found = new Map<string, { id: string; item: number }>()
  for (const instance of instances) {
    const [own, id, item] = /^n-([0-9a-f-]{36})-(\d{1,4})(?=\/|$)/.exec(instance) ?? []
    if (own !== undefined && id !== undefined) found.set(own, { id, item: Number(item) })
  }
  return [...found.values()]
}
