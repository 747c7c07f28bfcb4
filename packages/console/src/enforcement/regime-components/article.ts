import type { Text } from '../../messages/index.ts'

/** The number of a provision as the reader’s language cites it; of another act, as the act is cited. */
export function articleOf({ t, locale }: Pick<Text, 't' | 'locale'>, article: string): string {
  if (locale === 'en') return article
  const { groups } =
    /^(?:Arts?\. (?<number>[\d().,a-z ]+?)(?:, recital (?<beside>\d+))?|Recital (?<recital>\d+)|Chapter (?<chapter>[IVX]+))$/.exec(
      article,
    ) ?? {}
  const { beside, recital, chapter } = groups ?? {}
  const number = groups?.['number']?.replace(' to ', '–')
  if (number !== undefined && beside !== undefined)
    return t('legal-basis.article-and-recital', { number, recital: beside })
  if (number !== undefined) return t('legal-basis.article', { number })
  if (recital !== undefined) return t('legal-basis.recital', { recital })
  return chapter === undefined ? article : t('legal-basis.chapter', { chapter })
}
