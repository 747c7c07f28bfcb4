import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, FactList, Page, QueryStatus } from '../../components/index.ts'
import { useConnectors, WatchesTabs } from '../watch-components/index.ts'
import { EbayKeyCard } from './ebay-key-card.tsx'

/** The kinds of sites that a watch can visit, and what each needs. */
export function ConnectorsPage(): ReactNode {
  const { t, word } = useText()
  const rights = permissionsOf(useMember())
  const connectors = useConnectors()
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
      {connectors.data?.items.map(({ name, needs, hosts, terms, searches }) => (
        // A connector that someone added may have no texts in this language: it describes itself in English.
        <Fragment key={name}>
          <Card title={word(`connector.${name}`) ?? name}>
            <FactList
              facts={[
                [t('connector.needs'), word(`connector.${name}.needs`) ?? needs],
                [t('connector.hosts'), word(`connector.${name}.hosts`) ?? hosts],
                [t('connector.terms'), word(`connector.${name}.terms`) ?? terms],
                [t('connector.searches'), t(searches ? 'connector.searched' : 'connector.walked')],
              ]}
            />
          </Card>
          {name === 'ebay-browse' && <EbayKeyCard />}
        </Fragment>
      ))}
      <Card title={t('connectors.rules')}>
        <p>{t('connectors.rules.text')}</p>
      </Card>
    </Page>
  )
}
