import type { ReactNode } from 'react'
import type { CaptureRead } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  FactList,
  Moment,
  StrangersAddress,
  StoredSentence,
} from '../../components/index.ts'
import { CaptureSentence } from './capture-sentence.tsx'
import styles from './captures.module.css'

type Circumstances = NonNullable<CaptureRead['circumstances']>
type Connection = Circumstances['connections'][number]
type OfCircumstances = { circumstances: Circumstances }

/** The circumstances of the capture, from the sealed record. */
export function CircumstancesCards({ circumstances }: OfCircumstances): ReactNode {
  const { t } = useText()
  const { pages, clock, requests, view, tools } = circumstances
  return (
    <>
      <Card title={t('capture.path')}>
        {pages.map((page) => (
          <PageFound key={page.requested} page={page} />
        ))}
        <Connections circumstances={circumstances} />
      </Card>
      <Certificates circumstances={circumstances} />
      <Card title={t('capture.tools')}>
        <FactList
          facts={[
            [
              t('capture.clock'),
              clock === null
                ? t('capture.clock.none')
                : t('capture.clock.offset', {
                    date: clock.serverDate,
                    seconds: clock.offsetSeconds,
                  }),
            ],
            [
              t('capture.requests'),
              t('capture.requests.counts', {
                finished: requests.finished,
                failed: requests.failed,
                unfinished: requests.unfinished,
                kib: Math.ceil(requests.bytes / 1024),
              }),
            ],
            [t('capture.view'), pairs(view)],
            [t('capture.tools'), pairs(tools)],
          ]}
        />
      </Card>
    </>
  )
}

/** Field names as in the record, so that they are comparable across captures. */
function pairs(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name} ${value}`)
    .join('\n')
}

function PageFound({ page }: { page: Circumstances['pages'][number] }): ReactNode {
  const { t, word } = useText()
  const { requested, url, status, title, redirects, at, outcome, sentence } = page
  return (
    <div className={styles.found}>
      <h3 className="stranger">{requested}</h3>
      <FactList
        facts={[
          [t('capture.state'), word(`capture-outcome.${outcome}`) ?? outcome],
          [t('capture.status'), status ?? undefined],
          [t('capture.page-title'), title === null || title === '' ? undefined : title],
          [t('capture.page'), url === null ? undefined : <StrangersAddress key="u" text={url} />],
          [t('capture.ended'), <Moment key="a" at={at} />],
        ]}
      />
      <p className={styles.fine}>
        <StoredSentence text={sentence} />
      </p>
      {redirects.length === 0 ? (
        <p className={styles.fine}>{t('capture.redirects.none')}</p>
      ) : (
        <>
          <h4>{t('capture.redirects')}</h4>
          <ol className={styles.redirects}>
            {redirects.map((step, place) => (
              <li key={place} className="stranger">
                {step.status} <StrangersAddress text={step.url} />
              </li>
            ))}
          </ol>
        </>
      )}
      <Sentences title={t('capture.observed')}>
        {page.observed.map((code) => (
          <li key={code}>{word(`capture-observed.${code}`) ?? code}</li>
        ))}
      </Sentences>
      <Sentences title={t('capture.incomplete')}>
        {page.incomplete.map((sentence) => (
          <li key={sentence}>
            <CaptureSentence sentence={sentence} />
          </li>
        ))}
      </Sentences>
    </div>
  )
}

type SentencesProps = { title: string; children: readonly ReactNode[] }

function Sentences({ title, children }: SentencesProps): ReactNode {
  if (children.length === 0) return null
  return (
    <>
      <h4>{title}</h4>
      <ul className={styles.redirects}>{children}</ul>
    </>
  )
}

function Connections({ circumstances: { connections } }: OfCircumstances): ReactNode {
  const { t } = useText()
  if (connections.length === 0) return null
  // Browsers connect to the same host repeatedly: each host appears once, with a count.
  const counts = new Map<string, number>()
  for (const { host, port, addresses, address, refused } of connections) {
    const row = JSON.stringify({ host, port, addresses, address, refused })
    counts.set(row, (counts.get(row) ?? 0) + 1)
  }
  const rows = [...counts].map(([row, count]) => ({ ...(JSON.parse(row) as Connection), count }))
  return (
    <Columns
      caption={t('capture.connections')}
      heads={[t('capture.host'), t('capture.resolved'), t('capture.connected')]}
      wide
    >
      {rows.map(({ host, port, addresses, address, refused, count }, place) => (
        <tr key={place}>
          <td className="stranger">
            {host}:{port}
            {count > 1 && ` × ${count}`}
          </td>
          <td className="stranger">{addresses.join(', ')}</td>
          <td className="stranger">
            {address ?? t('capture.not-connected', { why: refused ?? '–' })}
          </td>
        </tr>
      ))}
    </Columns>
  )
}

function Certificates({ circumstances: { certificates } }: OfCircumstances): ReactNode {
  const { t } = useText()
  return (
    <Card title={t('capture.certificates')}>
      {certificates.length === 0 && <p className={styles.fine}>{t('capture.certificates.none')}</p>}
      {certificates.map(({ origin, chain }) => (
        <div key={origin} className={styles.found}>
          <h3 className="stranger">{origin}</h3>
          <ol className={styles.chain}>
            {chain.map((one) => (
              <li key={one.sha256}>
                <FactList
                  facts={[
                    [t('capture.certificate.subject'), one.subject],
                    [t('capture.certificate.issuer'), one.issuer],
                    [t('capture.certificate.valid'), `${one.validFrom} – ${one.validTo}`],
                    [
                      t('capture.certificate.fingerprint'),
                      <code key="f" className={styles.digest}>
                        {one.sha256}
                      </code>,
                    ],
                  ]}
                />
              </li>
            ))}
          </ol>
        </div>
      ))}
    </Card>
  )
}
