//! What editors are told: that every sentence has its translation, what `portal check` prints, and what its codes mean.

mod catalogue;
mod printed;
