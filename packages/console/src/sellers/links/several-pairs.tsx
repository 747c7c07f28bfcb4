import { Button, Checkbox } from '@mantine/core'
import type { LinkJudgement } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card, Columns } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { type AccountLink, type PairToJudge, useLinkWords } from '../link-components/index.ts'
import { judgementOrder } from './pair-to-review.tsx'
import { pairKey } from './review-history.ts'
import styles from './review.module.css'

/** Judgements that one request records. */
const mostAtOnce = 200
const shownAtFirst = 10

export type SeveralPairsProps = {
  links: readonly AccountLink[]
  isJudging: boolean
  onJudge: (pairs: readonly PairToJudge[], judgement: LinkJudgement) => void
}

/** The pairs that are left as a table, to judge several of them alike. */
export function SeveralPairs({ links, isJudging, onJudge }: SeveralPairsProps): ReactNode {
  const { t, number, probability } = useText()
  const { strongest } = useLinkWords()
  const nameOf = useSellerName()
  const [shown, setShown] = useState(shownAtFirst)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const pairs = links.map(({ a, b }) => ({ a: a.id, b: b.id }))
  const chosen = pairs.filter((pair) => selected.has(pairKey(pair))).slice(0, mostAtOnce)
  const judge = (judgement: LinkJudgement): void => {
    onJudge(chosen, judgement)
    setSelected(new Set())
  }
  return (
    <Card
      title={t('link-review.several')}
      lead={t('link-review.several.description')}
      actions={
        <span className={styles.buttons}>
          <span className={styles.fine} role="status">
            {t('link-review.several.selected', {
              count: chosen.length,
              figure: number(chosen.length),
            })}
          </span>
          {judgementOrder.map((judgement) => (
            <Button
              key={judgement}
              size="compact-sm"
              variant="default"
              disabled={chosen.length === 0 || isJudging}
              onClick={() => judge(judgement)}
            >
              {t(`links.judgement.${judgement}`)}
            </Button>
          ))}
        </span>
      }
    >
      <Columns
        caption={t('link-review.several')}
        wide
        heads={[
          t('link-review.column.select'),
          t('link-review.column.pair'),
          t('link-review.column.reason'),
          t('link-review.column.probability'),
        ]}
      >
        {links.slice(0, shown).map((link) => {
          const key = pairKey({ a: link.a.id, b: link.b.id })
          const names = t('link-review.pair', {
            a: nameOf(link.a).name,
            b: nameOf(link.b).name,
          })
          return (
            <tr key={key}>
              <td>
                <Checkbox
                  aria-label={t('link-review.several.select', { pair: names })}
                  checked={selected.has(key)}
                  onChange={({ currentTarget }) => {
                    const next = new Set(selected)
                    if (currentTarget.checked) next.add(key)
                    else next.delete(key)
                    setSelected(next)
                  }}
                />
              </td>
              <td className="stranger" dir="auto">
                <VisibleText text={names} />
              </td>
              <td>{strongest(link)}</td>
              <td className="figures">{probability(link.probability)}</td>
            </tr>
          )
        })}
      </Columns>
      {links.length > shown && (
        <Button className={styles.more} variant="default" onClick={() => setShown(links.length)}>
          {t('network.show-more', { figure: number(links.length - shown) })}
        </Button>
      )}
    </Card>
  )
}
