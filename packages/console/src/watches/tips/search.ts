/** What another program of the device shared. */
export type SharedPage = { url?: string; title?: string; text?: string }

export function readSharedPage(search: Record<string, unknown>): SharedPage {
  const textOf = (name: string): string | undefined => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? value.slice(0, 4000) : undefined
  }
  const [url, title, text] = [textOf('url'), textOf('title'), textOf('text')]
  return {
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
  }
}
