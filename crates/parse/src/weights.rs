//! Reads the weights file: safetensors, format `parallax-reader/1`.
//!
//! Matrices are symmetric int8 with one scale per output row (`name`, `name.scale`), vectors and small tables f32; label
//! lists are JSON in the metadata. `training/` writes it, `training/MODEL_CARD.md` says from what.

use crate::encoder::{DIM, Encoder, Layer};
use crate::heads::{Heads, Labels};
use crate::matrix::Linear;
use crate::nonlinear::Norm;
use safetensors::{Dtype, SafeTensors};
use std::fmt;

/// The weights file does not hold what the reader needs.
#[derive(Debug)]
pub struct WeightsError(String);

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "weights cannot be read: {}", self.0)
    }
}

impl std::error::Error for WeightsError {}

type Result<T> = std::result::Result<T, WeightsError>;

struct File<'a>(SafeTensors<'a>);

/// Encoder and heads out of the bytes of a weights file, with the note on their training.
pub fn read(bytes: &[u8]) -> Result<(Encoder, Heads, String)> {
    let broken = |e: safetensors::SafeTensorError| WeightsError(e.to_string());
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(broken)?;
    let file = File(SafeTensors::deserialize(bytes).map_err(broken)?);
    let note = |key: &str| header.metadata().as_ref().and_then(|m| m.get(key)).map(String::as_str);
    if note("format") != Some("parallax-reader/1") {
        return Err(WeightsError("not in format parallax-reader/1".into()));
    }
    let list = |key: &str| note(key).and_then(strings).ok_or_else(|| WeightsError(format!("no label list {key}")));
    let labels = Labels {
        upos: list("upos")?,
        xpos: list("xpos")?,
        feats: list("feats")?,
        ner: list("ner")?,
        deprel: list("deprel")?,
    };
    Ok((encoder(&file)?, heads(&file, labels)?, note("trained").unwrap_or_default().to_string()))
}

fn encoder(file: &File) -> Result<Encoder> {
    let mut layers = Vec::new();
    while file.0.tensor(&format!("layer.{}.qkv", layers.len())).is_ok() {
        let name = |part: &str| format!("layer.{}.{part}", layers.len());
        layers.push(Layer {
            qkv: file.linear(&name("qkv"), DIM)?,
            out: file.linear(&name("out"), DIM)?,
            norm1: file.norm(&name("ln1"))?,
            ffn1: file.linear(&name("ffn1"), DIM)?,
            ffn2: file.linear(&name("ffn2"), 4 * DIM)?,
            norm2: file.norm(&name("ln2"))?,
        });
    }
    Ok(Encoder {
        words: file.int8("emb.word")?,
        word_scale: file.floats("emb.word.scale")?,
        positions: file.matrix("emb.pos", DIM)?,
        shapes: file.matrix("emb.shape", DIM)?,
        norm: file.norm("emb.ln")?,
        layers,
    })
}

fn heads(file: &File, labels: Labels) -> Result<Heads> {
    let ner1 = file.linear("head.ner1", DIM)?;
    let rel_head = file.linear("head.rel_head", DIM)?;
    let meaning_scale = file.floats("head.sem.scale")?;
    let heads = Heads {
        word_shapes: file.matrix("out.shape", DIM)?,
        upos: file.linear("head.upos", DIM)?,
        xpos: file.linear("head.xpos", DIM)?,
        feats: file.linear("head.feats", DIM)?,
        ner2: file.linear("head.ner2", ner1.outputs)?,
        arc_dep: file.linear("head.arc_dep", DIM)?,
        arc_head: file.linear("head.arc_head", DIM)?,
        arc: arc(&file.floats("head.arc_w")?)?,
        rel_dep: file.linear("head.rel_dep", DIM)?,
        rel: file.relation("head.rel_w", rel_head.outputs)?,
        meaning: Linear::int8(&file.int8("head.sem")?, DIM, meaning_scale.clone(), vec![0.0; meaning_scale.len()]),
        ner1,
        rel_head,
        labels,
    };
    let sizes = [
        (heads.upos.outputs, heads.labels.upos.len()),
        (heads.xpos.outputs, heads.labels.xpos.len()),
        (heads.feats.outputs, heads.labels.feats.len()),
        (heads.ner2.outputs, heads.labels.ner.len()),
        (heads.rel.outputs, heads.labels.deprel.len() * (heads.rel_dep.outputs + 1)),
    ];
    match sizes.iter().all(|(outputs, labels)| outputs == labels && *labels > 0) {
        true => Ok(heads),
        false => Err(WeightsError("label lists and heads differ in size".into())),
    }
}

/// `[dependent; 1]ᵀ W` as a layer: W is `[inputs + 1, outputs]`, its last row the bias.
fn arc(w: &[f32]) -> Result<Linear> {
    if w.len() != (DIM + 1) * DIM {
        return Err(WeightsError("head.arc_w has another size".into()));
    }
    let mut turned = vec![0f32; DIM * DIM];
    for (i, row) in w[..DIM * DIM].chunks_exact(DIM).enumerate() {
        for (o, &v) in row.iter().enumerate() {
            turned[o * DIM + i] = v;
        }
    }
    Ok(Linear::float(&turned, DIM, w[DIM * DIM..].to_vec()))
}

impl File<'_> {
    fn data(&self, name: &str, dtype: Dtype) -> Result<&[u8]> {
        let tensor = self.0.tensor(name).map_err(|e| WeightsError(format!("{name}: {e}")))?;
        match tensor.dtype() == dtype {
            true => Ok(tensor.data()),
            false => Err(WeightsError(format!("{name} is {:?}, not {dtype:?}", tensor.dtype()))),
        }
    }
    fn int8(&self, name: &str) -> Result<Vec<i8>> {
        Ok(self.data(name, Dtype::I8)?.iter().map(|&b| b as i8).collect())
    }
    fn floats(&self, name: &str) -> Result<Vec<f32>> {
        Ok(self.data(name, Dtype::F32)?.as_chunks().0.iter().map(|&b| f32::from_le_bytes(b)).collect())
    }
    /// A matrix as f32, whichever way it is kept.
    fn matrix(&self, name: &str, columns: usize) -> Result<Vec<f32>> {
        if self.data(name, Dtype::F32).is_ok() {
            return self.floats(name);
        }
        let (weights, scale) = (self.int8(name)?, self.floats(&format!("{name}.scale"))?);
        let rows = weights.chunks_exact(columns).zip(&scale);
        Ok(rows.flat_map(|(row, s)| row.iter().map(move |&w| f32::from(w) * s)).collect())
    }
    fn linear(&self, name: &str, inputs: usize) -> Result<Linear> {
        let weights = self.int8(name)?;
        let (scale, bias) = (self.floats(&format!("{name}.scale"))?, self.floats(&format!("{name}.bias"))?);
        match weights.len() == scale.len() * inputs && bias.len() == scale.len() {
            true => Ok(Linear::int8(&weights, inputs, scale, bias)),
            false => Err(WeightsError(format!("{name} has another size"))),
        }
    }
    /// `W_r [head; 1]` for all relations as one layer: rows of `inputs + 1`, the last of each the bias.
    fn relation(&self, name: &str, inputs: usize) -> Result<Linear> {
        let (all, scale) = (self.int8(name)?, self.floats(&format!("{name}.scale"))?);
        if all.len() != scale.len() * (inputs + 1) {
            return Err(WeightsError(format!("{name} has another size")));
        }
        let rows = all.chunks_exact(inputs + 1);
        let bias = rows.clone().zip(&scale).map(|(row, scale)| f32::from(row[inputs]) * scale).collect();
        let weights: Vec<i8> = rows.flat_map(|row| &row[..inputs]).copied().collect();
        Ok(Linear::int8(&weights, inputs, scale, bias))
    }
    fn norm(&self, name: &str) -> Result<Norm> {
        let norm = Norm { gain: self.floats(&format!("{name}.g"))?, shift: self.floats(&format!("{name}.b"))? };
        match norm.gain.len() == DIM && norm.shift.len() == DIM {
            true => Ok(norm),
            false => Err(WeightsError(format!("{name} has another size"))),
        }
    }
}

/// The strings of a JSON list.
fn strings(json: &str) -> Option<Vec<String>> {
    serde_json::from_str(json).ok()
}
