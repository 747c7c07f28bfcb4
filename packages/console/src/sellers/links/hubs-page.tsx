import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Denied, Empty, Page, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { HubsList, LinkTabs, useHubs } from '../link-components/index.ts'

/** Values that are on too many accounts to link any. */
export function HubsPage(): ReactNode {
  const { t } = useText()
  const { seeWholeNetworks } = permissionsOf(useMember())
  return (
    <Page title={t('hubs.title')} lead={t('hubs.description')}>
      <LinkTabs here="hubs" />
      {seeWholeNetworks ? <Hubs /> : <Denied>{t('links.denied')}</Denied>}
    </Page>
  )
}

function Hubs(): ReactNode {
  const { t } = useText()
  const pages = useHubs()
  return (
    <Paged pages={pages} empty={<Empty title={t('hubs.empty')}>{t('hubs.empty.text')}</Empty>}>
      {(items) => <HubsList hubs={items} />}
    </Paged>
  )
}
