//! What benchmarks need to see from the inside: the encoder alone, and the limit of the machine.

use crate::encoder::{Batch, DIM};
use crate::machine;
use crate::reader::{BATCH, Reader};

/// Encodes `count` sentences of `length` pieces each, batched as [`crate::document`] does, on this thread. The sum of
/// all numbers is returned so that nothing can be optimised away.
pub fn encode(reader: &Reader, count: usize, length: usize) -> f32 {
    let per_batch = BATCH.div_ceil(length).max(1);
    let (mut left, mut sum, mut next) = (count, 0.0, 0u32);
    while left > 0 {
        let sentences = left.min(per_batch);
        let mut batch = Batch::default();
        for _ in 0..sentences {
            let start = batch.pieces.len();
            batch.pieces.extend((0..length).map(|_| {
                next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                1000 + (next >> 8) % 20_000
            }));
            batch.shapes.resize(batch.pieces.len(), 1);
            batch.sentences.push(start..batch.pieces.len());
        }
        sum += reader.encoder.encode(&batch).iter().sum::<f32>();
        left -= sentences;
    }
    sum
}

/// Floating-point operations that the encoder's matrix products spend on one piece (attention, which grows with the
/// sentence, left out).
pub fn operations_per_piece(reader: &Reader) -> usize {
    2 * reader.encoder.layers.len() * (DIM * 3 * DIM + DIM * DIM + 2 * DIM * 4 * DIM)
}

/// Does `rounds` × [`peak_operations`] floating-point operations in registers alone: timed, it gives the limit of one
/// thread of this machine with the instructions that the encoder uses.
pub fn peak(rounds: usize) -> f32 {
    machine::peak(rounds)
}

/// Floating-point operations in one round of [`peak`].
pub fn peak_operations() -> usize {
    machine::peak_operations()
}

/// Name of the instruction set in use and its register tile.
pub fn instructions() -> String {
    let (rows, columns) = machine::tile_size(machine::level());
    format!("{:?}, tile {rows} × {columns}", machine::level())
}
