import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, FactList, Page, Refused, Unread } from '../../surface/index.ts'
import {
  pictureOfReference,
  useBankChanges,
  useReference,
  type ReferenceWithDays,
} from './queries.ts'
import styles from './reference-images.module.css'

const route = getRouteApi('/member/catalog/pictures/$id')

/** One reference: its picture, how many offers show it, and whether it speaks. */
export function ReferenceImagePage(): ReactNode {
  const { id } = route.useParams()
  const reference = useReference(id)
  if (!reference.isSuccess) return <Unread query={reference} />
  return <Shown reference={reference.data} />
}

function Shown({ reference }: { reference: ReferenceWithDays }): ReactNode {
  const { t, number, time, day } = useText()
  const rights = permissionsOf(useMember())
  const { remove, restore, change } = useBankChanges()
  const { id, bank, brand, label, state, shared, expected, listingsToday } = reference
  const { listingsEver, days } = reference
  const title = label === '' ? t(`bank.one.${bank}`) : label
  const error = remove.error ?? restore.error ?? change.error
  return (
    <Page
      title={title}
      lead={t(`bank.says.${bank}`)}
      actions={
        rights.changeCatalog && (
          <>
            {state === 'quarantined' && (
              <Button
                loading={change.isPending}
                onClick={() => change.mutate({ id, quarantined: false })}
              >
                {t('reference.release')}
              </Button>
            )}
            {state === 'unconfirmed' && (
              <Button
                loading={change.isPending}
                onClick={() => change.mutate({ id, confirmed: true })}
              >
                {t('reference.confirm')}
              </Button>
            )}
            {bank === 'official' && state !== 'removed' && (
              <Button
                variant="default"
                loading={change.isPending}
                onClick={() => change.mutate({ id, shared: !shared })}
              >
                {t(shared ? 'reference.unshare' : 'reference.share')}
              </Button>
            )}
            {state === 'removed' ? (
              <Button loading={restore.isPending} onClick={() => restore.mutate(id)}>
                {t('banks.undo')}
              </Button>
            ) : (
              <Button
                variant="default"
                loading={remove.isPending}
                onClick={() => remove.mutate(id)}
              >
                {t('banks.remove')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <Refused error={error} />}
      {state === 'quarantined' && (
        <p role="status" className={styles.undo}>
          {t('reference.quarantined.text', { count: listingsToday, expected })}
        </p>
      )}
      {state === 'unconfirmed' && (
        <p role="status" className={styles.undo}>
          {t('reference.unconfirmed.text')}
        </p>
      )}
      <Card>
        <div className={styles.both}>
          <figure>
            <img className={styles.whole} src={pictureOfReference(id)} alt={title} />
          </figure>
          <FactList
            facts={[
              [t('banks.bank'), t(`bank.${bank}`)],
              [t('banks.brand'), brand ?? '–'],
              [t('banks.state'), t(`reference.${state}`)],
              ...(bank === 'official'
                ? ([[t('reference.shared'), t(shared ? 'reference.yes' : 'reference.no')]] as const)
                : []),
              [t('reference.expected'), number(expected)],
              [t('reference.offers-today'), number(listingsToday)],
              [t('reference.offers-ever'), number(listingsEver)],
              [t('reference.size'), `${number(reference.width)} × ${number(reference.height)}`],
              [t('reference.added'), time(reference.addedAt)],
            ]}
          />
        </div>
      </Card>
      {days.length > 0 && (
        <Card title={t('reference.days')}>
          <Columns
            caption={t('reference.days')}
            heads={[t('reference.day'), t('reference.offers')]}
          >
            {days.map((one) => (
              <tr key={one.day}>
                <td>{day(one.day)}</td>
                <td className="figures">{number(one.listings)}</td>
              </tr>
            ))}
          </Columns>
        </Card>
      )}
    </Page>
  )
}
