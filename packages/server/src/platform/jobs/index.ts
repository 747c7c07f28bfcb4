export { defineJob, type Job } from './job.ts'
export { startJobs, type Jobs } from './jobs.ts'
