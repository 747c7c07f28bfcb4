import type { LinkModelAction } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  ConfirmButton,
  Denied,
  Empty,
  Moment,
  Page,
  QueryStatus,
  StateMark,
} from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  isUnderway,
  LinkTabs,
  useLinkModels,
  useLinkWords,
  useModelAction,
  type LinkModel,
} from '../link-components/index.ts'
import { ModelComparison } from './model-comparison.tsx'
import { ModelReliability } from './model-reliability.tsx'
import styles from './review.module.css'

type ActionType = LinkModelAction['type']

const tones = { draft: 'plain', shadow: 'waiting', live: 'good', retired: 'plain' } as const

/** The versions of what weighs links, and what can be done with each. */
export function LinkModelPage(): ReactNode {
  const { t } = useText()
  const { seeWholeNetworks } = permissionsOf(useMember())
  return (
    <Page title={t('link-model.title')} lead={t('link-model.description')}>
      <LinkTabs here="model" />
      {seeWholeNetworks ? <Models /> : <Denied>{t('links.denied')}</Denied>}
    </Page>
  )
}

function Models(): ReactNode {
  const { t } = useText()
  const models = useLinkModels()
  if (!models.isSuccess) return <QueryStatus query={models} />
  if (models.data.length === 0)
    return <Empty title={t('link-model.empty')}>{t('link-model.empty.text')}</Empty>
  const shadow = models.data.find(({ state }) => state === 'shadow')
  const live = models.data.find(({ state }) => state === 'live')
  return (
    <>
      <Versions models={models.data} />
      {shadow !== undefined && <ModelComparison model={shadow} />}
      {live !== undefined && <ModelReliability model={live} />}
    </>
  )
}

function Versions({ models }: { models: readonly LinkModel[] }): ReactNode {
  const { t, number, percent } = useText()
  const { bits } = useLinkWords()
  const act = useModelAction()
  const { manageOrganisation } = permissionsOf(useMember())
  const hasDraft = models.some(({ state }) => state === 'draft')
  const returned = models.find((one) => one.state === 'shadow' && one.returned !== null)?.returned
  return (
    <Card
      title={t('link-model.versions')}
      actions={
        manageOrganisation && (
          <ConfirmButton
            label={t('link-model.draft')}
            title={t('link-model.draft')}
            text={t('link-model.draft.text')}
            button={{ variant: 'default', disabled: hasDraft }}
            run={() => act.mutateAsync(undefined)}
          />
        )
      }
    >
      {returned && (
        <p role="status">
          {t('link-model.returned', {
            overturned: number(returned.overturned),
            judged: number(returned.judged),
          })}
        </p>
      )}
      {!manageOrganisation && <p className={styles.fine}>{t('link-model.admins')}</p>}
      <Columns
        caption={t('link-model.versions')}
        heads={[
          t('link-model.version'),
          t('link-model.state'),
          t('link-model.accounts'),
          t('link-model.prior'),
          t('link-model.fitted'),
          t('link-model.live-since'),
          t('link-model.overturned'),
          ...(manageOrganisation ? [t('link-review.log.actions')] : []),
        ]}
      >
        {models.map((model) => {
          const { version, state, accounts, prior, fittedAt, liveSince, overturned } = model
          return (
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
              <td>
                {fittedAt !== null ? (
                  <Moment at={fittedAt} />
                ) : isUnderway(model) ? (
                  t('link-model.fitting')
                ) : (
                  '–'
                )}
              </td>
              <td>{liveSince === null ? '–' : <Moment at={liveSince} />}</td>
              <td className="figures">
                {overturned === null
                  ? '–'
                  : t('link-model.overturned.figure', {
                      overturned: number(overturned.overturned),
                      judged: number(overturned.judged),
                    })}
              </td>
              {manageOrganisation && (
                <td>
                  <Actions model={model} onAct={(type) => act.mutateAsync({ model, type })} />
                </td>
              )}
            </tr>
          )
        })}
      </Columns>
    </Card>
  )
}

/** What can be done with a version in each state. */
function actionsOf({ state, fittedAt, replaced, isComparing }: LinkModel): readonly ActionType[] {
  switch (state) {
    case 'draft':
      return fittedAt === null ? ['retire'] : ['start-shadow', 'retire']
    case 'shadow':
      return isComparing ? ['make-live', 'retire'] : ['make-live', 'compare', 'retire']
    case 'live':
      return replaced === null ? ['return-to-shadow'] : ['roll-back', 'return-to-shadow']
    case 'retired':
      return fittedAt === null ? [] : ['start-shadow']
  }
}

type ActionsProps = { model: LinkModel; onAct: (type: ActionType) => Promise<unknown> }

function Actions({ model, onAct }: ActionsProps): ReactNode {
  const { t, number } = useText()
  const { version, replaced } = model
  const of = t('link-model.one', { version: number(version) })
  return (
    <span className={styles.buttons}>
      {actionsOf(model).map((type) => (
        <ConfirmButton
          key={type}
          label={t(`link-model.action.${type}`)}
          of={of}
          title={t('link-model.action.title', {
            action: t(`link-model.action.${type}`),
            version: of,
          })}
          text={
            type === 'roll-back'
              ? t('link-model.action.roll-back.text', { version: number(replaced ?? 0) })
              : t(`link-model.action.${type}.text`)
          }
          button={{ variant: 'default', size: 'compact-sm' }}
          run={() => onAct(type)}
        />
      ))}
    </span>
  )
}
