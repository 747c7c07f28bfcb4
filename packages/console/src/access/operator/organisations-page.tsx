import { Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  ConfirmButton,
  Card,
  Columns,
  Empty,
  Moment,
  More,
  Page,
  QueryStatus,
} from '../../components/index.ts'
import { InviteFirstAdmin } from './invite-first-admin.tsx'
import { NewOrganisationForm } from './new-organisation-form.tsx'
import { useOrganisations, type InstalledOrganisation } from './queries.ts'

export function OrganisationsPage(): ReactNode {
  const { t } = useText()
  const organisations = useOrganisations()
  const items = organisations.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={t('organisations.title')} lead={t('organisations.description')}>
      <Card title={t('organisations.all')}>
        {!organisations.isSuccess && <QueryStatus query={organisations} />}
        {organisations.isSuccess && items.length === 0 && (
          <Empty title={t('organisations.empty')} icon="people">
            {t('organisations.empty.text')}
          </Empty>
        )}
        {items.length > 0 && <Rows items={items} />}
        <More pages={organisations} />
      </Card>
      <Card title={t('organisations.new')} lead={t('organisations.new.description')}>
        <NewOrganisationForm groups={items} />
      </Card>
    </Page>
  )
}

function Rows({ items }: { items: readonly InstalledOrganisation[] }): ReactNode {
  const { t, number } = useText()
  return (
    <Columns
      caption={t('organisations.all')}
      heads={[
        t('field.title'),
        t('organisations.slug'),
        t('organisations.kind'),
        t('organisations.parent'),
        t('organisations.members'),
        t('organisations.since'),
        t('state.actions'),
      ]}
    >
      {items.map((organisation) => {
        const { slug, name, kind, parent, members, createdAt } = organisation
        const { decidesOnClaims, publishesErrorLedger } = organisation
        return (
          <tr key={slug}>
            <td>{name}</td>
            <td className="short">
              <code>{slug}</code>
            </td>
            <td>
              {t(`organisation-kind.${kind}`)}
              {decidesOnClaims && ` · ${t('organisations.decides')}`}
              {publishesErrorLedger && (
                <>
                  {' · '}
                  <Link to="/error-ledgers/$slug" params={{ slug }}>
                    {t('organisations.publishes-ledger')}
                  </Link>
                </>
              )}
            </td>
            <td>{items.find((one) => one.slug === parent)?.name ?? parent ?? '–'}</td>
            <td className="figures">{number(members)}</td>
            <td>
              <Moment at={createdAt} only="day" />
            </td>
            <td>
              <Steps organisation={organisation} />
            </td>
          </tr>
        )
      })}
    </Columns>
  )
}

function Steps({ organisation }: { organisation: InstalledOrganisation }): ReactNode {
  const { slug, kind, members } = organisation
  return (
    <Group gap="xs">
      {members === 0 && <InviteFirstAdmin slug={slug} />}
      {(kind === 'marketplace' || kind === 'authority') && <Approver organisation={organisation} />}
      {kind !== 'authority' && members > 0 && <LedgerSwitch organisation={organisation} />}
    </Group>
  )
}

function Approver({ organisation }: { organisation: InstalledOrganisation }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { slug, name, decidesOnClaims } = organisation
  const run = async (): Promise<void> => {
    await server.operator.nameApprover({ params: { slug }, body: { named: !decidesOnClaims } })
    await queries.invalidateQueries({ queryKey: ['installation', 'organisations'] })
  }
  const word = decidesOnClaims ? 'dismiss' : 'name'
  return (
    <ConfirmButton
      label={t(`claim-approver.${word}`)}
      of={name}
      title={t(`claim-approver.${word}.of`, { name })}
      text={t(`claim-approver.${word}.text`)}
      run={run}
      button={{ variant: 'default', size: 'compact-xs' }}
    />
  )
}

/** Publishes or withdraws the figures of an organisation’s rules. */
function LedgerSwitch({ organisation }: { organisation: InstalledOrganisation }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { slug, name, publishesErrorLedger } = organisation
  const run = async (): Promise<void> => {
    const body = { published: !publishesErrorLedger }
    await server.operator.publishErrorLedger({ params: { slug }, body })
    await queries.invalidateQueries({ queryKey: ['installation', 'organisations'] })
  }
  const word = publishesErrorLedger ? 'withdraw' : 'publish'
  return (
    <ConfirmButton
      label={t(`organisation-ledger.${word}`)}
      of={name}
      title={t(`organisation-ledger.${word}.of`, { name })}
      text={t(`organisation-ledger.${word}.text`)}
      run={run}
      button={{ variant: 'default', size: 'compact-xs' }}
    />
  )
}
