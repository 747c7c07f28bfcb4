import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, More, Refused, StoredSentence } from '../../components/index.ts'
import { useAskAgain, useMissedPictures, type MissedPicture } from './catalog-queries.ts'

/** Catalog images that could not be downloaded, with reasons; renders nothing if there are none. */
export function MissedPictures(): ReactNode {
  const { t } = useText()
  const missed = useMissedPictures()
  const items = missed.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0) return null
  return (
    <Card title={t('missing-image.title')} lead={t('missing-image.description')}>
      <Columns
        caption={t('missing-image.title')}
        heads={[
          t('product.title'),
          t('missing-image.address'),
          t('missing-image.reason'),
          t('missing-image.next'),
          t('missing-image.retry'),
        ]}
      >
        {items.map((one) => (
          <MissingImageRow key={`${one.product} ${one.url}`} one={one} />
        ))}
      </Columns>
      <More pages={missed} />
    </Card>
  )
}

function MissingImageRow({ one }: { one: MissedPicture }): ReactNode {
  const { t, time } = useText()
  const again = useAskAgain()
  const { product, name, url, reason, dueAt } = one
  return (
    <tr>
      <td>{name}</td>
      <td className="stranger">{url}</td>
      <td>
        <StoredSentence text={reason} />
      </td>
      <td>{dueAt === null ? t('missing-image.none') : time(dueAt)}</td>
      <td>
        {permissionsOf(useMember()).changeCatalog && (
          <Button
            size="compact-xs"
            variant="default"
            loading={again.isPending}
            onClick={() => again.mutate({ product, url })}
          >
            {t('missing-image.retry')}
            <span className="only-read-aloud"> {name}</span>
          </Button>
        )}
        {again.error && <Refused error={again.error} />}
      </td>
    </tr>
  )
}
