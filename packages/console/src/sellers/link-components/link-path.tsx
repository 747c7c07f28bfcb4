import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { useLinkWords } from './link-words.ts'
import type { AccountLink, LinkAccount, LinkPair } from './queries.ts'
import styles from './link-components.module.css'

/** The chain of links from one account to the other, each with its strongest reason. */
export function LinkPath({ pair: { a, path } }: { pair: LinkPair }): ReactNode {
  const { t, probability, labelled } = useText()
  const { strongest } = useLinkWords()
  const nameOf = useSellerName()
  if (path === null) return <p className={styles.fine}>{t('link-review.path.none')}</p>
  return (
    <ol className={styles.list}>
      {stepsFrom(a.id, path).map(({ link, from, to }) => (
        <li key={to.id}>
          {[from, to].map((account, place) => (
            <span key={account.id}>
              {place === 1 && ' → '}
              <Link to="/sellers/$id" params={{ id: account.id }} className="stranger">
                <VisibleText text={nameOf(account).name} />
              </Link>
            </span>
          ))}{' '}
          {labelled(strongest(link), probability(link.probability))}
        </li>
      ))}
    </ol>
  )
}

type Step = { link: AccountLink; from: LinkAccount; to: LinkAccount }

/** Each link with the account that the path comes from first. */
function stepsFrom(start: string, path: readonly AccountLink[]): Step[] {
  const steps: Step[] = []
  for (const link of path) {
    const here = steps.at(-1)?.to.id ?? start
    const [from, to] = link.a.id === here ? [link.a, link.b] : [link.b, link.a]
    steps.push({ link, from, to })
  }
  return steps
}
