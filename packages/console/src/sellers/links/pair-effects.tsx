import type { mostJoinedAlone } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { LinkPair } from '../link-components/index.ts'
import styles from './review.module.css'

/** Accounts that one person may join. A copy: importing it would load zod schemas. */
const mostAlone: typeof mostJoinedAlone = 20

/** Which networks each judgement would join or divide. */
export function PairEffects({ pair }: { pair: LinkPair }): ReactNode {
  const { t, number } = useText()
  const { networks, previews } = pair
  if (previews === null) return <p className={styles.fine}>{t('link-review.effect.too-many')}</p>
  const before = groupsOf(networks.map(({ accounts }) => accounts.map(({ id }) => id)))
  return (
    <>
      <ul className={styles.list}>
        {previews.map(({ judgement, networks: after, joined }) => (
          <li key={judgement}>
            {t(`link-review.effect.${judgement}`)}{' '}
            <Effect before={before} after={after} pair={pair} />{' '}
            {judgement === 'same' &&
              joined > mostAlone &&
              t('link-review.effect.approval', { most: number(mostAlone) })}
          </li>
        ))}
      </ul>
      <p className={styles.fine}>{t('link-review.effect.description')}</p>
    </>
  )
}

type EffectProps = { before: string; after: readonly (readonly string[])[]; pair: LinkPair }

function Effect({ before, after, pair: { a, b } }: EffectProps): ReactNode {
  const { t, list, number } = useText()
  if (groupsOf(after) === before) return t('link-review.effect.nothing')
  const joined = after.find((own) => own.includes(a.id) && own.includes(b.id))
  if (joined !== undefined)
    return t('link-review.effect.join', { count: joined.length, figure: number(joined.length) })
  const sizes = after.map(({ length }) => length).toSorted((one, other) => other - one)
  return t('link-review.effect.split', { sizes: list(sizes.map(number)) })
}

/** Groups of accounts in one order, to compare them. */
function groupsOf(groups: readonly (readonly string[])[]): string {
  return groups
    .map((own) => own.toSorted().join())
    .toSorted()
    .join(';')
}
