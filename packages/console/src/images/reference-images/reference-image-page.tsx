import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useOwnBrands } from '../../brands/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, FactList, Page, Refused, QueryStatus } from '../../components/index.ts'
import {
  pictureOfReference,
  useBankChanges,
  useReference,
  type ReferenceWithDays,
} from './queries.ts'
import styles from './reference-images.module.css'

const route = getRouteApi('/member/catalog/reference-images/$id')

/** One reference image, its matches and whether it is in use. */
export function ReferenceImagePage(): ReactNode {
  const { id } = route.useParams()
  const reference = useReference(id)
  if (!reference.isSuccess) return <QueryStatus query={reference} />
  return <ReferenceImage reference={reference.data} />
}

function ReferenceImage({ reference }: { reference: ReferenceWithDays }): ReactNode {
  const { t, number, time, day } = useText()
  const brandName = useOwnBrands().find((one) => one.id === reference.brand)?.name
  const rights = permissionsOf(useMember())
  const { remove, restore, change } = useBankChanges()
  const { id, bank, brand, label, state, shared, expected, listingsToday } = reference
  const { listingsEver, days } = reference
  const title = label === '' ? t(`image-bank.member.${bank}`) : label
  const error = remove.error ?? restore.error ?? change.error
  return (
    <Page
      title={title}
      lead={t(`image-bank.meaning.${bank}`)}
      actions={
        rights.changeCatalog && (
          <>
            {state === 'quarantined' && (
              <Button
                loading={change.isPending}
                onClick={() => change.mutate({ id, quarantined: false })}
              >
                {t('reference-image.release')}
              </Button>
            )}
            {state === 'unconfirmed' && (
              <Button
                loading={change.isPending}
                onClick={() => change.mutate({ id, confirmed: true })}
              >
                {t('reference-image.confirm')}
              </Button>
            )}
            {bank === 'official' && state !== 'removed' && (
              <Button
                variant="default"
                loading={change.isPending}
                onClick={() => change.mutate({ id, shared: !shared })}
              >
                {t(shared ? 'reference-image.unshare' : 'reference-image.share')}
              </Button>
            )}
            {state === 'removed' ? (
              <Button loading={restore.isPending} onClick={() => restore.mutate(id)}>
                {t('reference-images.undo')}
              </Button>
            ) : (
              <Button
                variant="default"
                loading={remove.isPending}
                onClick={() => remove.mutate(id)}
              >
                {t('reference-images.remove')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <Refused error={error} />}
      {state === 'quarantined' && (
        <p role="status" className={styles.undo}>
          {t('reference-image.quarantined.text', { count: listingsToday, expected })}
        </p>
      )}
      {state === 'unconfirmed' && (
        <p role="status" className={styles.undo}>
          {t('reference-image.unconfirmed.text')}
        </p>
      )}
      <Card>
        <div className={styles.both}>
          <figure>
            <img className={styles.whole} src={pictureOfReference(id)} alt={title} />
          </figure>
          <FactList
            facts={[
              [t('reference-images.bank'), t(`image-bank.${bank}`)],
              [t('reference-images.brand'), brandName ?? brand ?? '–'],
              [t('reference-images.state'), t(`reference-image.${state}`)],
              ...(bank === 'official'
                ? ([
                    [
                      t('reference-image.shared'),
                      t(shared ? 'reference-image.yes' : 'reference-image.no'),
                    ],
                  ] as const)
                : []),
              [t('reference-image.expected'), number(expected)],
              [t('reference-image.listings-today'), number(listingsToday)],
              [t('reference-image.listings-total'), number(listingsEver)],
              [
                t('reference-image.size'),
                `${number(reference.width)} × ${number(reference.height)}`,
              ],
              [t('reference-image.added'), time(reference.addedAt)],
            ]}
          />
        </div>
      </Card>
      {days.length > 0 && (
        <Card title={t('reference-image.days')}>
          <Columns
            caption={t('reference-image.days')}
            heads={[t('reference-image.day'), t('reference-image.listings')]}
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
