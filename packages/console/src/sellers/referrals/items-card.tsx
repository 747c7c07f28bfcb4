import { Checkbox, SegmentedControl } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Card, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { ItemDetails } from './item-details.tsx'
import { useItems, type ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'
import { itemKinds } from './terms.ts'

type ItemsCardProps = {
  referral: ReferralDetailView
  /** References of marked items, where they can be marked. */
  marked?: ReadonlySet<string>
  onMark?: (ref: string, isMarked: boolean) => void
}

/** What was sent, by kind, as cards that can be marked. */
export function ItemsCard({ referral: { id }, marked, onMark }: ItemsCardProps): ReactNode {
  const { t } = useText()
  const [kind, setKind] = useState<(typeof itemKinds)[number]>('account')
  const pages = useItems(id, kind)
  const accounts = useItems(id, 'account').data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Card title={t('dossier-items.title')} lead={t(`dossier-items.${kind}.description`)}>
      <div className={styles.filters}>
        <SegmentedControl
          aria-label={t('dossier-items.kind')}
          value={kind}
          data={itemKinds.map((value) => ({ value, label: t(`dossier-items.${value}`) }))}
          onChange={(value) => setKind(knownOf(itemKinds, value) ?? 'account')}
        />
      </div>
      <Paged pages={pages} empty={<p className={styles.fine}>{t(`dossier-items.${kind}.none`)}</p>}>
        {(items) => (
          <ul className={styles.items} aria-label={t(`dossier-items.${kind}`)}>
            {items.map((item) => (
              <li
                key={item.ref}
                className={styles.item}
                data-marked={marked?.has(item.ref) ?? false}
              >
                {onMark && kind !== 'unused' && (
                  <Checkbox
                    aria-label={t('dossier-items.mark', { ref: item.ref, title: item.title })}
                    checked={marked?.has(item.ref) ?? false}
                    onChange={({ currentTarget }) => onMark(item.ref, currentTarget.checked)}
                  />
                )}
                <ItemDetails item={item} items={accounts} />
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  )
}
