import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Denied, Page, QueryStatus, Refused, saveText } from '../../components/index.ts'
import { QualityTabs } from '../quality-tabs/index.ts'
import styles from './error-ledger.module.css'
import { LedgerTables, SaveLedger } from './ledger-tables.tsx'

const route = getRouteApi('/error-ledgers/$slug')

/** How often each verdict, queue and signal was right, wrong and reversed. */
export function ErrorLedgerPage(): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const { seeQuality } = permissionsOf(useMember())
  if (seeQuality && organisation.brands.length === 0) return <Ledger />
  return (
    <Page title={t('error-ledger.title')} actions={<QualityTabs here="ledger" />}>
      <Denied>{t('error-ledger.denied')}</Denied>
    </Page>
  )
}

function Ledger(): ReactNode {
  const { t, day } = useText()
  const { changeCatalog } = permissionsOf(useMember())
  const ledger = useQuery({
    queryKey: ['error-ledger'],
    queryFn: ({ signal }) => server.errorLedger.read({ signal }),
  })
  const rows = useMutation({
    mutationFn: () => server.errorLedger.rows(),
    onSuccess: (text) => saveText(text, 'error-ledger-rows.ndjson', 'application/x-ndjson'),
  })
  const lead =
    ledger.data &&
    t('error-ledger.description', {
      from: day(ledger.data.period.from),
      to: day(ledger.data.period.to),
    })
  return (
    <Page title={t('error-ledger.title')} lead={lead} actions={<QualityTabs here="ledger" />}>
      {ledger.isSuccess ? (
        <>
          <p className={styles.fine}>
            {ledger.data.publishedAt === null
              ? t('error-ledger.private')
              : t('error-ledger.published', { day: day(ledger.data.publishedAt) })}{' '}
            {ledger.data.publishedAt !== null && <PublicAddress />}
          </p>
          <SaveLedger ledger={ledger.data} />
          {changeCatalog && (
            <Button
              size="compact-sm"
              variant="subtle"
              loading={rows.isPending}
              onClick={() => rows.mutate()}
            >
              {t('error-ledger.rows')}
            </Button>
          )}
          {rows.error !== null && <Refused error={rows.error} />}
          <LedgerTables ledger={ledger.data} />
        </>
      ) : (
        <QueryStatus query={ledger} />
      )}
    </Page>
  )
}

function PublicAddress(): ReactNode {
  const { organisation } = useMember()
  const path = `/error-ledgers/${organisation.slug}`
  return <a href={path}>{path}</a>
}

/** The published ledger of an organisation, for anyone. */
export function PublicErrorLedgerPage(): ReactNode {
  const { t, day } = useText()
  const { slug } = route.useParams()
  const ledger = useQuery({
    queryKey: ['public error-ledger', slug],
    queryFn: ({ signal }) => server.errorLedger.readPublic({ params: { slug }, signal }),
  })
  const { data } = ledger
  const lead =
    data && t('error-ledger.description', { from: day(data.period.from), to: day(data.period.to) })
  return (
    <main className={styles.public}>
      <Page
        title={
          data === undefined
            ? t('error-ledger.title')
            : t('error-ledger.public', { organisation: data.organisation })
        }
        lead={lead}
      >
        {ledger.isSuccess ? (
          <>
            <SaveLedger ledger={ledger.data} />
            <LedgerTables ledger={ledger.data} />
          </>
        ) : (
          <QueryStatus query={ledger} />
        )}
      </Page>
    </main>
  )
}
