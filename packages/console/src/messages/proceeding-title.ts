import type { Text } from './text.ts'

/**
 * The title of a proceeding in the reader’s language. Those that the server opens have one of a few titles; people
 * write their own, which stay as they are.
 */
export function proceedingTitle({ word, day }: Pick<Text, 'word' | 'day'>, title: string): string {
  const [, listedOn] = /^Trusted flagger as listed on (\d{4}-\d{2}-\d{2})$/.exec(title) ?? []
  const words =
    listedOn === undefined
      ? word(`proceeding-title.${title.toLowerCase().replaceAll(' ', '-')}`)
      : word('proceeding-title.trusted-flagger', { day: day(listedOn) })
  return words ?? title
}
