// The emoji names that bots commonly use; a name that is not here is shown as :name:.

const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 wave 👋 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 point_right 👉
point_left 👈 point_up 👆 point_down 👇 handshake 🤝 raised_hand ✋ writing_hand ✍️ eyes 👀 speech_balloon 💬
thought_balloon 💭 smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 joy 😂 slightly_smiling_face 🙂 blush 😊
wink 😉 heart_eyes 😍 star-struck 🤩 partying_face 🥳 sunglasses 😎 thinking_face 🤔 neutral_face 😐
expressionless 😑 unamused 😒 slightly_frowning_face 🙁 white_frowning_face ☹️ worried 😟 confused 😕 cry 😢 sob 😭
angry 😠 rage 😡 weary 😩 tired_face 😫 sleeping 😴 zzz 💤 face_with_thermometer 🤒 mask 😷 relieved 😌
disappointed 😞 pensive 😔 hushed 😮 open_mouth 😮 scream 😱 upside_down_face 🙃 hugging_face 🤗 robot_face 🤖
heart ❤️ yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 broken_heart 💔 sparkles ✨ star ⭐ star2 🌟
tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 first_place_medal 🥇 crown 👑 rocket 🚀 fire 🔥
boom 💥 zap ⚡ bulb 💡 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 calendar 📆 date 📅 spiral_calendar_pad 🗓️
clock1 🕐 clock9 🕘 clock10 🕙 alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ hourglass ⌛ hourglass_flowing_sand ⏳
watch ⌚ memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 page_facing_up 📄 bookmark 🔖 books 📚 book 📖 notebook 📓
file_folder 📁 paperclip 📎 link 🔗 pushpin 📌 round_pushpin 📍 lock 🔒 unlock 🔓 key 🔑 mag 🔍 gear ⚙️ wrench 🔧
hammer 🔨 tools 🛠️ package 📦 inbox_tray 📥 outbox_tray 📤 email 📧 envelope ✉️ white_check_mark ✅
heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_plus_sign ➕
heavy_minus_sign ➖ question ❓ exclamation ❗ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 construction 🚧
rotating_light 🚨 sos 🆘 information_source ℹ️ arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️
arrow_forward ▶️ arrows_counterclockwise 🔄 repeat 🔁 leftwards_arrow_with_hook ↩️ double_vertical_bar ⏸️
black_square_for_stop ⏹️ fast_forward ⏩ large_green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠
red_circle 🔴 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_yellow_square 🟨
large_red_square 🟥 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 dart 🎯
checkered_flag 🏁 triangular_flag_on_post 🚩 palm_tree 🌴 desert_island 🏝️ sunny ☀️ partly_sunny ⛅ cloud ☁️
rainbow 🌈 umbrella ☔ snowflake ❄️ seedling 🌱 herb 🌿 four_leaf_clover 🍀 mountain ⛰️ earth_africa 🌍 coffee ☕
tea 🍵 pizza 🍕 cake 🍰 birthday 🎂 beer 🍺 house 🏠 house_with_garden 🏡 office 🏢 airplane ✈️ train 🚆 car 🚗
bike 🚲 boat ⛵ sailboat ⛵ anchor ⚓ shield 🛡️ scales ⚖️ bust_in_silhouette 👤 busts_in_silhouette 👥 technologist 🧑‍💻
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 100 💯 new 🆕 ok 🆗 soon 🔜
raising_hand 🙋 shrug 🤷 facepalm 🤦 brain 🧠 ear 👂 see_no_evil 🙈 turtle 🐢 snail 🐌 bug 🐛 bee 🐝 drum_with_drumsticks 🥁
musical_note 🎵 studio_microphone 🎙️ headphones 🎧 camera 📷 computer 💻 phone 📞 iphone 📱 battery 🔋 money_with_wings 💸
`;

const words = TABLE.trim().split(/\s+/);
const EMOJI = new Map(Array.from({ length: words.length / 2 }, (_, n) => [words[2 * n], words[2 * n + 1]]));

/** The character for a Slack emoji name, skin tone ignored; `:name:` where it is not known. */
export function emoji(name) {
  return EMOJI.get(name.split("::")[0]) ?? `:${name}:`;
}
