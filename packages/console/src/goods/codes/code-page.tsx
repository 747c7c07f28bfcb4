import { getRouteApi } from '@tanstack/react-router'
import { bracketedCode } from '@touchstone/contract/bracketed-code'
import type { ReactNode } from 'react'
import {
  Card,
  Columns,
  Empty,
  FactList,
  Moment,
  Page,
  QueryStatus,
} from '../../components/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import styles from '../goods.module.css'
import { useCode, useTimeline, type Code, type Timeline } from '../queries.ts'
import { CodeStateMark } from './code-state-mark.tsx'
import { ScanMap } from './scan-map.tsx'

const route = getRouteApi('/member/codes/$gtin/$serial')

/** One code: its state with reasons, what happened to the unit, and where the code was scanned. */
export function CodePage(): ReactNode {
  const { gtin, serial } = route.useParams()
  const code = useCode(bracketedCode({ gtin, serial }))
  if (!code.isSuccess) return <QueryStatus query={code} />
  return <CodeDetails key={`${gtin} ${serial}`} code={code.data} />
}

function CodeDetails({ code }: { code: Code }): ReactNode {
  const { t, number, probability, word } = useText()
  const text = bracketedCode({ gtin: code.gtin, serial: code.serial })
  const isIssued = code.batch !== null
  const timeline = useTimeline(text, isIssued)
  return (
    <Page title={text} lead={t('code.description')}>
      <Card title={t('codes.state')} actions={<CodeStateMark state={code.state} />}>
        <div className={styles.stack}>
          {code.reasons.length > 0 && (
            <ul className={styles.plain} aria-label={t('code.reasons')}>
              {code.reasons.map(({ code: reason, params, sentence }) => (
                <li key={reason}>{word(`code-reason.${reason}`, params) ?? sentence}</li>
              ))}
            </ul>
          )}
          <FactList
            facts={[
              [t('code.probability'), isIssued ? probability(code.probability) : undefined],
              [
                t('codes.alarm-at'),
                code.alarmAt === null ? undefined : <Moment key="a" at={code.alarmAt} />,
              ],
              [
                t('code.published-at'),
                code.publishedAt === null ? undefined : <Moment key="p" at={code.publishedAt} />,
              ],
              [t('codes.batch'), code.batch?.batch],
              [
                t('code.unit-state'),
                code.unitState === null ? undefined : t(`unit-state.${code.unitState}`),
              ],
              [t('codes.scans'), isIssued ? number(code.scans) : undefined],
              [t('code.link'), code.uri],
            ]}
          />
          {code.state === 'suspected-clone' && <p className={styles.fine}>{t('code.not-meant')}</p>}
        </div>
      </Card>
      {isIssued && !timeline.isSuccess && <QueryStatus query={timeline} />}
      {timeline.isSuccess && (
        <>
          <ScansCard scans={timeline.data.scans} />
          <EventsCard events={timeline.data.events} />
        </>
      )}
    </Page>
  )
}

function ScansCard({ scans }: Pick<Timeline, 'scans'>): ReactNode {
  const { t, locale, number } = useText()
  return (
    <Card title={t('code.scans')} lead={t('code.scans.lead')}>
      {scans.length === 0 ? (
        <Empty title={t('code.scans.empty')} icon="search">
          {t('code.scans.empty.text')}
        </Empty>
      ) : (
        <>
          <ScanMap scans={scans} />
          <Columns
            caption={t('code.scans')}
            heads={[t('code.when'), t('code.who'), t('code.device'), t('code.where')]}
          >
            {scans.map(({ at, source, device, position, country }) => (
              <tr key={`${at} ${device}`}>
                <td>
                  <Moment at={at} />
                </td>
                <td>{t(`scan-source.${source}`)}</td>
                <td>{device === null ? '' : number(device)}</td>
                <td>
                  {country !== null && <div>{regionName(locale, country)}</div>}
                  {position !== null
                    ? t('code.position', {
                        lat: position.lat.toFixed(2),
                        lon: position.lon.toFixed(2),
                        km: number(Math.ceil(position.accuracyKm)),
                      })
                    : country === null && t('code.where.unknown')}
                </td>
              </tr>
            ))}
          </Columns>
        </>
      )}
    </Card>
  )
}

function EventsCard({ events }: Pick<Timeline, 'events'>): ReactNode {
  const { t } = useText()
  return (
    <Card title={t('code.events')}>
      {events.length === 0 ? (
        <p className={styles.fine}>{t('code.events.empty')}</p>
      ) : (
        <ol className={styles.trail}>
          {events.map(({ kind, at, ofBatch }) => (
            <li key={`${kind} ${at}`}>
              <strong>{t(`unit-state.${kind}`)}</strong>{' '}
              {ofBatch && <span className={styles.fine}>{t('code.events.batch')} </span>}
              <Moment at={at} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
