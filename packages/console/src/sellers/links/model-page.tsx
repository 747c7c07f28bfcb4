import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Empty,
  Moment,
  Page,
  QueryStatus,
  StateMark,
} from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { LinkTabs, useLinkModels, useLinkWords } from '../link-components/index.ts'

const tones = { draft: 'plain', shadow: 'waiting', live: 'good', retired: 'plain' } as const

/** The versions of what weighs links. */
export function LinkModelPage(): ReactNode {
  const { t } = useText()
  const { seeNetworks } = permissionsOf(useMember())
  return (
    <Page title={t('link-model.title')} lead={t('link-model.description')}>
      <LinkTabs here="model" />
      {seeNetworks ? <Versions /> : <Denied>{t('links.denied')}</Denied>}
    </Page>
  )
}

function Versions(): ReactNode {
  const { t, number, percent } = useText()
  const { bits } = useLinkWords()
  const models = useLinkModels()
  if (!models.isSuccess) return <QueryStatus query={models} />
  if (models.data.length === 0)
    return <Empty title={t('link-model.empty')}>{t('link-model.empty.text')}</Empty>
  return (
    <Card title={t('link-model.versions')}>
      <Columns
        caption={t('link-model.versions')}
        heads={[
          t('link-model.version'),
          t('link-model.state'),
          t('link-model.accounts'),
          t('link-model.prior'),
          t('link-model.fitted'),
          t('link-model.live-since'),
        ]}
      >
        {models.data.map(({ version, state, accounts, prior, fittedAt, liveSince }) => (
          <tr key={version}>
            <td className="figures">{number(version)}</td>
            <td>
              <StateMark tone={tones[state]}>{t(`link-model.state.${state}`)}</StateMark>
            </td>
            <td className="figures">{accounts === null ? '–' : number(accounts)}</td>
            <td className="figures">
              {prior === null
                ? '–'
                : t('link-model.prior.figure', {
                    bits: bits(prior),
                    percent: percent(1 / (1 + 2 ** -prior)),
                  })}
            </td>
            <td>{fittedAt === null ? '–' : <Moment at={fittedAt} />}</td>
            <td>{liveSince === null ? '–' : <Moment at={liveSince} />}</td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}
