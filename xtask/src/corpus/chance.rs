//! A small generator of our own (xorshift): the same corpus on every machine.

/// Where the generator is.
pub struct Chance(u64);

impl Chance {
    /// One for each thing and purpose: neighbours share nothing.
    pub fn of(thing: usize, purpose: u64) -> Chance {
        let seed = 0x9e37_79b9_7f4a_7c15 ^ (thing as u64 + 1).wrapping_mul(0xff51_afd7_ed55_8ccd) ^ purpose << 32;
        let mut chance = Chance(seed.max(1));
        // The first numbers of near seeds are alike.
        for _ in 0..8 {
            chance.below(2);
        }
        chance
    }

    /// A number under `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % n.max(1) as u64) as usize
    }

    /// One of several.
    pub fn one<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        of[self.below(of.len())]
    }
}
