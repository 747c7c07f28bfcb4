import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { useLinkWords } from './link-words.ts'
import type { LinkPair } from './queries.ts'
import styles from './link-components.module.css'

/** Why two accounts may be of two sellers: reasons against, and shared values that are on too many accounts. */
export function PairAgainst({ pair: { link, hubs } }: { pair: LinkPair }): ReactNode {
  const { t, number, labelled } = useText()
  const { reasonName, typeName, bits } = useLinkWords()
  const against = (link?.reasons ?? []).filter(({ weight }) => weight < 0)
  if (against.length + hubs.length === 0)
    return <p className={styles.fine}>{t('link-review.against.none')}</p>
  return (
    <ul className={styles.list}>
      {against.map(({ code, family, weight }) => (
        <li key={code}>
          {family === 'judgement' ? reasonName(code) : labelled(reasonName(code), bits(weight))}
        </li>
      ))}
      {hubs.map(({ id, type, identifier, accounts, usual }) => {
        const [name, masked] = [typeName(type), identifier?.masked ?? '']
        return (
          <li key={id}>
            {accounts > usual
              ? t('link-review.hub', {
                  name,
                  masked,
                  accounts: number(accounts),
                  usual: number(usual),
                })
              : t('link-review.hub.confirmed', { name, masked })}
          </li>
        )
      })}
    </ul>
  )
}
