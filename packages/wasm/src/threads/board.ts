// The board on which a job is posted, in a buffer shared with the workers: words, then the arguments of each part. A part is
// claimed by taking one from LEFT; whoever has claimed one may read what the job is, which stays as it is until all that were
// claimed are done. So a worker that sleeps or is slow to wake holds nobody up: the calling thread takes its part.

/** Parts that nobody has claimed yet; below zero, the workers are to end. */
export const LEFT = 0;
/** Parts that workers have done. */
export const DONE = 1;
/** Not zero once a kernel has failed in a worker. */
export const FAILED = 2;
/** Which kernel the job runs, by its number in THREADED_KERNELS. */
export const KERNEL = 3;
/** Where the arguments start, in bytes. */
export const ARGUMENTS = 32;
/** Numbers for one part. */
export const STRIDE = 16;
export const MOST_PARTS = 256;
export const BOARD_BYTES = ARGUMENTS + 8 * STRIDE * MOST_PARTS;
