import { Button, NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card, Columns } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useLinkWords } from '../link-components/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import styles from './network.module.css'
import type { GraphLink, NetworkGraph } from './queries.ts'

const shownAtFirst = 25
const shownMore = 100

/** The links of a graph in words, the strongest or the weakest first. */
export function LinksTable({
  graph: { accounts },
  links,
}: {
  graph: NetworkGraph
  links: readonly GraphLink[]
}): ReactNode {
  const { t, number, probability, list } = useText()
  const { bits, familyName } = useLinkWords()
  const nameOf = useSellerName()
  const [order, setOrder] = useState<'strongest' | 'weakest'>('strongest')
  const [most, setMost] = useState(shownAtFirst)
  const inOrder = order === 'strongest' ? links : links.toReversed()
  return (
    <Card
      title={t('network.links', { count: links.length, figure: number(links.length) })}
      actions={
        <NativeSelect
          size="xs"
          aria-label={t('network.links.order')}
          value={order}
          onChange={({ currentTarget }) =>
            setOrder(currentTarget.value === 'weakest' ? 'weakest' : 'strongest')
          }
          data={[
            { value: 'strongest', label: t('network.links.strongest') },
            { value: 'weakest', label: t('network.links.weakest') },
          ]}
        />
      }
    >
      <Columns
        caption={t('network.links', { count: links.length, figure: number(links.length) })}
        heads={[
          t('link-review.column.pair'),
          t('link-review.column.probability'),
          t('link-review.column.reason'),
          t('network.families'),
          t('link-review.log.judgement'),
        ]}
      >
        {inOrder.slice(0, most).map((link) => {
          const [a, b] = [accounts[link.a], accounts[link.b]]
          if (a === undefined || b === undefined) return null
          return (
            <tr key={`${link.a} ${link.b}`}>
              <td className="stranger" dir="auto">
                <Link to="/networks/review" search={{ a: a.id, b: b.id }}>
                  <VisibleText
                    text={t('link-review.pair', { a: nameOf(a).name, b: nameOf(b).name })}
                  />
                </Link>
              </td>
              <td className="figures">
                {probability(link.probability)}
                <span className={styles.fine}> {bits(link.weight)}</span>
              </td>
              <td>
                <StrongestReason link={link} />
              </td>
              <td>{list(link.families.map(familyName))}</td>
              <td>{link.judgement === null ? '–' : t(`links.judgement.${link.judgement}`)}</td>
            </tr>
          )
        })}
      </Columns>
      {links.length > most && (
        <Button
          className={styles.more}
          variant="default"
          onClick={() => setMost((before) => before + shownMore)}
        >
          {t('network.show-more', { figure: number(links.length - most) })}
        </Button>
      )}
    </Card>
  )
}

export function StrongestReason({ link: { strongest } }: { link: GraphLink }): ReactNode {
  const { labelled } = useText()
  const { reasonName } = useLinkWords()
  if (strongest === null) return '–'
  const name = reasonName(strongest.code)
  return strongest.masked === null ? name : labelled(name, strongest.masked)
}
