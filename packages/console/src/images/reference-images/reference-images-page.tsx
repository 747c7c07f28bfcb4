import { Button, Group, NativeSelect } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { CatalogTabs, useOwnBrands } from '../../brands/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Empty, Page, Refused, Paged } from '../../components/index.ts'
import { AddCard } from './add-images-card.tsx'
import { banks, states, type BankSearch } from './bank-search.ts'
import { pictureOfReference, useBankChanges, useReferences, type Reference } from './queries.ts'
import styles from './reference-images.module.css'

const route = getRouteApi('/member/catalog/reference-images')
export function ReferenceImagesPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const search = route.useSearch()
  const [gone, setGone] = useState<Reference>()
  const changes = useBankChanges()
  const remove = (reference: Reference): void =>
    changes.remove.mutate(reference.id, { onSuccess: () => setGone(reference) })
  return (
    <Page
      title={t('reference-images.title')}
      lead={t('reference-images.description')}
      actions={<CatalogTabs here="pictures" />}
    >
      {rights.changeCatalog && <AddCard key={search.bank} search={search} />}
      {gone !== undefined && (
        <div className={styles.undo} role="status">
          <span>{t('reference-images.removed')}</span>
          <Button
            size="compact-sm"
            variant="default"
            loading={changes.restore.isPending}
            onClick={() => changes.restore.mutate(gone.id, { onSuccess: () => setGone(undefined) })}
          >
            {t('reference-images.undo')}
          </Button>
        </div>
      )}
      {changes.remove.error && <Refused error={changes.remove.error} />}
      {changes.restore.error && <Refused error={changes.restore.error} />}
      <ListCard search={search} onRemove={rights.changeCatalog ? remove : undefined} />
    </Page>
  )
}

type ListCardProps = {
  search: BankSearch
  onRemove: ((reference: Reference) => void) | undefined
}

function ListCard({ search, onRemove }: ListCardProps): ReactNode {
  const { t } = useText()
  const navigate = route.useNavigate()
  const references = useReferences(search)
  const choose = (change: BankSearch): void =>
    void navigate({ search: { ...search, ...change }, replace: true })
  return (
    <Card title={t('reference-images.all')}>
      <Group gap="md" mb="md">
        <NativeSelect
          label={t('reference-images.bank')}
          value={search.bank ?? ''}
          data={[
            { value: '', label: t('reference-images.all-banks') },
            ...banks.map((bank) => ({ value: bank, label: t(`image-bank.${bank}`) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            choose({ bank: banks.find((bank) => bank === value) })
          }
        />
        <NativeSelect
          label={t('reference-images.state')}
          value={search.state ?? ''}
          data={[
            { value: '', label: t('reference-images.live-and-quarantined') },
            ...states.map((state) => ({ value: state, label: t(`reference-image.${state}`) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            choose({ state: states.find((state) => state === value) })
          }
        />
      </Group>
      <Paged
        pages={references}
        empty={
          <Empty title={t('reference-images.empty')} icon="catalog">
            {t('reference-images.empty.text')}
          </Empty>
        }
      >
        {(items) => (
          <ul className={styles.grid} aria-label={t('reference-images.all')}>
            {items.map((reference) => (
              <Tile key={reference.id} reference={reference} onRemove={onRemove} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  )
}

function Tile({
  reference,
  onRemove,
}: {
  reference: Reference
  onRemove: ((reference: Reference) => void) | undefined
}): ReactNode {
  const { t } = useText()
  const { id, bank, brand, label, state, listingsToday, expected } = reference
  const brandName = useOwnBrands().find((one) => one.id === brand)?.name
  const name = label === '' ? t(`image-bank.member.${bank}`) : label
  return (
    <li data-state={state}>
      <Link to="/catalog/reference-images/$id" params={{ id }} className={styles.tile}>
        <img src={pictureOfReference(id)} alt="" loading="lazy" decoding="async" />
        <span className="stranger">{name}</span>
      </Link>
      <p className={`${styles.note} stranger`}>
        {[t(`image-bank.${bank}`), brandName ?? brand, t(`reference-image.${state}`)]
          .filter((one) => one !== null)
          .join(' · ')}
      </p>
      <p className={styles.note}>
        {t('reference-image.today', { count: listingsToday, expected })}
      </p>
      {onRemove && state !== 'removed' && (
        <Button size="compact-xs" variant="subtle" onClick={() => onRemove(reference)}>
          {t('reference-images.remove')}
          <span className="only-read-aloud"> {name}</span>
        </Button>
      )}
    </li>
  )
}
