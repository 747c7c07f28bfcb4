import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  ConfirmButton,
  Card,
  Columns,
  Empty,
  Moment,
  Refused,
  saveText,
  Paged,
} from '../../components/index.ts'
import type { StoredSellerData } from '../retention/queries.ts'
import { useRequests } from '../retention/queries.ts'
import { RectifyStep } from './rectify-listing.tsx'
import { SellerFields, type Seller } from './seller-fields.tsx'

/** Sellers' requests for access, rectification and erasure. */
export function RequestsCard(): ReactNode {
  const { t } = useText()
  return (
    <>
      <Card
        title={t('data-requests.title')}
        lead={t('data-requests.description')}
        actions={<RectifyStep />}
      >
        <SellerForm />
      </Card>
      <Card title={t('data-requests.requests')} lead={t('data-requests.requests.description')}>
        <Requests />
      </Card>
    </>
  )
}

function SellerForm(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [seller, setSeller] = useState<Seller>({ marketplace: '', id: '' })
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: ['privacy-requests'] })
  const access = useMutation({ mutationFn: () => everythingOf(seller), onSuccess: again })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    access.mutate()
  }
  const ready = seller.id.trim() !== ''
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={420}>
        <SellerFields value={seller} onChange={setSeller} />
        <Refused error={access.error} />
        <Group gap="sm">
          <Button type="submit" variant="default" disabled={!ready} loading={access.isPending}>
            {t('data-requests.access')}
          </Button>
          <ConfirmButton
            label={t('data-requests.erase')}
            title={t('data-requests.erase.title', { id: seller.id })}
            text={t('data-requests.erase.text')}
            ready={ready}
            button={{ variant: 'default', disabled: !ready }}
            run={async () => {
              await server.retention.erase({ body: { seller } })
              await again()
            }}
          />
        </Group>
        {access.data && (
          <p role="status">{t('data-requests.accessed', { count: access.data.listings.length })}</p>
        )}
      </Stack>
    </form>
  )
}

/** Most characters of encoded pictures in one file: browsers limit the length of a string. */
const mostOfPictures = 150_000_000

/** Everything stored about a seller in one file, with as many pictures as fit. */
async function everythingOf(seller: Seller): Promise<StoredSellerData> {
  const first = await server.retention.access({ body: { seller, files: true } })
  const [listings, captures] = [[...first.listings], [...first.captures]]
  const files = new Map(first.files?.map((one) => [one.sha256, one]))
  for (let after = first.next; after !== null;) {
    const length = [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
    const wanted = length < mostOfPictures
    const page = await server.retention.access({ body: { seller, after, files: wanted } })
    listings.push(...page.listings)
    captures.push(...page.captures)
    for (const one of page.files ?? []) files.set(one.sha256, one)
    after = page.next
  }
  const all = { ...first, listings, captures, files: [...files.values()], next: null }
  saveText(JSON.stringify(all, null, 2), 'held-of-seller.json', 'application/json')
  return all
}

function Requests(): ReactNode {
  const { t, number } = useText()
  const requests = useRequests()
  return (
    <Paged
      pages={requests}
      empty={
        <Empty title={t('data-requests.empty')} icon="log">
          {t('data-requests.empty.text')}
        </Empty>
      }
    >
      {(items) => (
        <Columns
          caption={t('data-requests.requests')}
          heads={[
            t('data-requests.kind'),
            t('data-requests.subject'),
            t('data-requests.listings'),
            t('data-requests.requested'),
            t('data-requests.done'),
          ]}
        >
          {items.map(({ id, kind, subject, listings, requestedAt, doneAt }) => (
            <tr key={id}>
              <td className="short">{t(`data-request-kind.${kind}`)}</td>
              <td className="short">
                {t(`legal-hold-scope.${subject.kind}`)}{' '}
                <code title={subject.id}>{subject.id.slice(0, 8)}…</code>
              </td>
              <td className="figures">{number(listings)}</td>
              <td>
                <Moment at={requestedAt} />
              </td>
              <td className="short">
                {doneAt === null ? t('data-requests.in-progress') : <Moment at={doneAt} />}
              </td>
            </tr>
          ))}
        </Columns>
      )}
    </Paged>
  )
}
