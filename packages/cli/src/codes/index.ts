export { readScanFiles, type ScanFiles } from './read-scans.ts'
