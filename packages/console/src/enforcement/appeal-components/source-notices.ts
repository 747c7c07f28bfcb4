/** The notice items that the workflow instances of a proceeding were opened for, read from their ids. */
export function noticesOf(instances: readonly string[]): { id: string; item: number }[] {
  const found = new Map<string, { id: string; item: number }>()
  for (const instance of instances) {
    const [own, id, item] = /^n-([0-9a-f-]{36})-(\d{1,4})(?=\/|$)/.exec(instance) ?? []
    if (own !== undefined && id !== undefined) found.set(own, { id, item: Number(item) })
  }
  return [...found.values()]
}
