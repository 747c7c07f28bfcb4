import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, linkOptions } from '@tanstack/react-router'
import type { SessionView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { isMember, permissionsOf, useSignedIn } from '../../access/session/index.ts'
import { Card, Empty, Loading } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './inbox.module.css'

/**
 * An empty inbox: all work is done, or none could come. Says what will appear here and from whom, and what the person
 * can do meanwhile.
 */
export function CaughtUp(): ReactNode {
  const { t } = useText()
  const state = useSignedIn()
  const { isLoading, data: hasListings = true } = useHasListings(seesNoOthers(state))
  if (isLoading) return <Loading />
  return (
    <Card>
      {hasListings ? (
        <Empty title={t('inbox.empty')} icon="check">
          {t(`inbox.empty.${readerOf(state)}`)}
        </Empty>
      ) : (
        <Empty title={t('inbox.unshared')}>{t('inbox.unshared.text')}</Empty>
      )}
      <div className={styles.meanwhile}>
        {[...(hasListings ? [] : ownFinds(state)), ...meanwhile(state)].map(({ label, link }) => (
          <Button
            key={label}
            variant="default"
            renderRoot={(props) => <Link {...link} {...props} />}
          >
            {t(label)}
          </Button>
        ))}
      </div>
    </Card>
  )
}

/** Authorities and payment providers see no listings but their own, so an empty inbox need not mean finished work. */
function seesNoOthers({ organisation }: SessionView): boolean {
  return organisation?.kind === 'authority' || organisation?.kind === 'payment-provider'
}

function useHasListings(enabled: boolean) {
  return useQuery({
    queryKey: ['has-listings'],
    queryFn: async ({ signal }) => {
      const { items } = await server.listings.list({ query: { limit: 1 }, signal })
      return items.length > 0
    },
    enabled,
  })
}

function ownFinds(state: SessionView) {
  return isMember(state) && permissionsOf(state).watchSites
    ? [
        {
          label: 'get-started.import-listings.watch' as const,
          link: linkOptions({ to: '/watches/new' }),
        },
      ]
    : []
}

function readerOf({ organisation }: SessionView) {
  if (organisation === null) return 'operator'
  return organisation.roles.every((role) => role === 'auditor') ? 'auditor' : organisation.kind
}

function meanwhile(state: SessionView) {
  if (!isMember(state)) {
    return [{ label: 'nav.organisations' as const, link: linkOptions({ to: '/operator' }) }]
  }
  const { kind } = state.organisation
  const rights = permissionsOf(state)
  const listings = {
    label: 'nav.listings' as const,
    link: linkOptions({ to: '/listings', search: {} }),
  }
  return [
    ...(kind === 'authority' || kind === 'payment-provider' ? [] : [listings]),
    ...(rights.workOnCases
      ? [{ label: 'nav.cases' as const, link: linkOptions({ to: '/cases', search: {} }) }]
      : []),
    ...(rights.orderConfidentiality
      ? [
          {
            label: 'nav.confidentiality-holds' as const,
            link: linkOptions({ to: '/confidentiality-holds' }),
          },
        ]
      : []),
    ...(rights.readLog && !rights.workOnCases
      ? [{ label: 'nav.audit-log' as const, link: linkOptions({ to: '/audit-log', search: {} }) }]
      : []),
  ]
}
