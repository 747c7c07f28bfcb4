import { useQuery } from '@tanstack/react-query'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, FactList, Page, QueryStatus } from '../../components/index.ts'
import { WatchesTabs } from '../watch-components/index.ts'

/** The kinds of sites that a watch can visit, and what each needs. */
export function ConnectorsPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const connectors = useQuery({
    queryKey: ['connectors'],
    queryFn: ({ signal }) => server.watches.connectors({ signal }),
  })
  return (
    <Page
      title={t('connectors.title')}
      lead={t('connectors.description')}
      actions={
        rights.watchSites && (
          <Button renderRoot={(props) => <Link to="/watches/new" {...props} />}>
            {t('watches.new')}
          </Button>
        )
      }
    >
      <WatchesTabs here="connectors" />
      {!connectors.isSuccess && <QueryStatus query={connectors} />}
      {connectors.data?.items.map(({ name, searches }) => (
        <Card key={name} title={t(`connector.${name}`)}>
          <FactList
            facts={[
              [t('connector.needs'), t(`connector.${name}.needs`)],
              [t('connector.hosts'), t(`connector.${name}.hosts`)],
              [t('connector.terms'), t(`connector.${name}.terms`)],
              [t('connector.searches'), t(searches ? 'connector.searched' : 'connector.walked')],
            ]}
          />
        </Card>
      ))}
      <Card title={t('connectors.rules')}>
        <p>{t('connectors.rules.text')}</p>
      </Card>
    </Page>
  )
}
