import type { ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import { fieldWords, type WatchedListingVersion } from '../watch-components/index.ts'
import styles from './listing-history.module.css'

type Difference = WatchedListingVersion['differences'][number]

/** One field, before and after. */
export function DifferenceRow({ difference }: { difference: Difference }): ReactNode {
  const text = useText()
  const { t } = text
  const { field, before, after, offset } = difference
  const isPart = offset !== undefined && offset > 0
  const name = [...fieldWords(text, [field]), ...field.split('/').slice(1)].join(' · ')
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {before !== undefined && hasContent(before) && (
          <span className={styles.before}>
            <span className={styles.label}>{t('watched-history.before')}</span>
            <del dir="auto" className="stranger">
              {isPart && '… '}
              {valueWords(text, before)}
            </del>
          </span>
        )}
        {after !== undefined && hasContent(after) && (
          <span className={styles.after}>
            <span className={styles.label}>{t('watched-history.after')}</span>
            <ins dir="auto" className="stranger">
              {isPart && '… '}
              {valueWords(text, after)}
            </ins>
          </span>
        )}
      </dd>
    </div>
  )
}

/** Of a list, `before` and `after` hold what left and what came, which may be nothing. */
function hasContent(value: unknown): boolean {
  return !Array.isArray(value) || value.length > 0
}

function valueWords(text: Pick<Text, 'number' | 'money'>, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return text.number(value)
  if (Array.isArray(value)) return value.map((one) => valueWords(text, one)).join('\n')
  if (typeof value !== 'object') return JSON.stringify(value)
  const { amount, currency, url } = value as Partial<Record<string, unknown>>
  if (typeof amount === 'string' && typeof currency === 'string')
    return text.money(amount, currency)
  if (typeof url === 'string') return url
  return Object.values(value)
    .map((part) => valueWords(text, part))
    .join(' · ')
}
